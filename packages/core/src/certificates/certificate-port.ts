import type { SigningTerms } from "./chosen-profile.ts";

/** What a driver may know of a cluster's certificates. */
export interface CertificatePort {
  /** The cluster's CA certificate, PEM. */
  caCertificatePem(clusterUuid: string): Promise<string>;
}

/** Keeps a certificate authority for each cluster and signs with it. */
export interface CertificateAuthority extends CertificatePort {
  /** Makes the cluster's CA; a repeat keeps the one that is there. */
  createForCluster(clusterUuid: string, clusterName: string): Promise<void>;
  /** Makes a new CA in place of the cluster's; a repeat of the same rotation keeps what it made. */
  rotateForCluster(clusterUuid: string, clusterName: string, rotationId: string): Promise<void>;
  /** Puts back the CA that a rotation replaced; does nothing where that rotation made none. */
  abandonRotation(clusterUuid: string, rotationId: string): Promise<void>;
  /** Signs a PEM certificate request; answers the certificate, PEM. */
  sign(clusterUuid: string, csrPem: string, terms?: SigningTerms): Promise<string>;
  /** Forgets the cluster's CA; what is gone already counts as forgotten. */
  deleteForCluster(clusterUuid: string): Promise<void>;
}
