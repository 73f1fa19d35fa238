import type { Cluster } from "../cluster/cluster.ts";
import type { AuthorityKind } from "./authority-kind.ts";
import type { SigningTerms } from "./chosen-profile.ts";

/** What a driver may know of a cluster's certificates. */
export interface CertificatePort {
  /**
   * The certificate of the cluster's authority, PEM; during a rotation the new one and then the former
   * one. Default: the authority `cluster`.
   *
   * @throws `JRB_CERTIFICATE_NOT_FOUND`
   */
  caCertificatePem(clusterUuid: string, kind?: AuthorityKind): Promise<string>;
  /** @throws `JRB_CERTIFICATE_NOT_FOUND` where the driver asked for none */
  serviceAccountKey(clusterUuid: string): Promise<ServiceAccountKey>;
}

/** The RSA key pair that signs the tokens of Kubernetes service accounts, PEM. */
export interface ServiceAccountKey {
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
}

/** What a cluster is to have. */
export interface WantedCertificates {
  readonly authorities: readonly AuthorityKind[];
  readonly serviceAccountKey: boolean;
}

/** A rotation that was prepared and not completed: nodes are to trust both authorities. */
export interface PreparedRotation {
  readonly id: string;
}

/** Keeps the certificate authorities of each cluster and signs with them. */
export interface CertificateAuthority extends CertificatePort {
  /** Makes what the cluster lacks; a repeat keeps what is there. */
  createForCluster(
    cluster: Pick<Cluster, "uuid" | "name">,
    wanted: WantedCertificates,
  ): Promise<void>;
  /**
   * Makes new authorities in place of the cluster's, and keeps the former ones. While former ones are
   * there, another rotation goes on with what is prepared. The key of service accounts stays.
   */
  prepareRotation(cluster: Pick<Cluster, "uuid" | "name">, rotationId: string): Promise<void>;
  /** Forgets the former authorities; does nothing where that rotation is not the one prepared. */
  completeRotation(clusterUuid: string, rotationId: string): Promise<void>;
  /** Puts back the former authorities; does nothing where that rotation is not the one prepared. */
  abandonRotation(clusterUuid: string, rotationId: string): Promise<void>;
  /** The rotation that waits for its completion. */
  rotationOf(clusterUuid: string): Promise<PreparedRotation | undefined>;
  /**
   * Signs a PEM certificate request as the terms allow; answers the certificate, PEM.
   *
   * @throws `JRB_INVALID_CSR`, `JRB_CSR_FORBIDDEN`, `JRB_CERTIFICATE_NOT_FOUND`
   */
  sign(clusterUuid: string, csrPem: string, terms: SigningTerms): Promise<string>;
  /** Forgets all that is the cluster's; what is gone already counts as forgotten. */
  deleteForCluster(clusterUuid: string): Promise<void>;
}
