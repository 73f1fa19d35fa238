import type { AuthorityKind } from "./authority-kind.ts";

/** A certificate of an authority, and where its private key is kept. */
export interface AuthorityCertificate {
  readonly certificatePem: string;
  readonly uuid: string;
  /** The cert manager's; null until the key is kept, and then what is here was never used. */
  readonly ref: string | null;
}
export type KeptCertificate = AuthorityCertificate & { readonly ref: string };

/** The certificate authority of a cluster as it is on record; the private key is with the cert manager. */
export interface StoredAuthority extends AuthorityCertificate {
  readonly clusterUuid: string;
  /** The key of Kubernetes service accounts is kept like an authority. */
  readonly kind: AuthorityKind | "service-account";
  /** Grows with every write; a write against an older version is refused. */
  readonly version: number;
  /** When the certificate ends; null where there is none that could. */
  readonly endsAt: Date | null;
  /** When that is to be told next; null when everything was. */
  readonly warnAt: Date | null;
  /** A rotation that is not completed, and what it replaces. */
  readonly rotation: { readonly id: string; readonly former: AuthorityCertificate } | null;
}

/** The one that signs; during a rotation the former one until the new one's key is kept. */
export function signingCertificate(authority: StoredAuthority): KeptCertificate | undefined {
  return [authority, authority.rotation?.former].find(isKept);
}

/** Those that are to be trusted, the one that signs first. */
export function trustedCertificates(authority: StoredAuthority): readonly KeptCertificate[] {
  return [authority, authority.rotation?.former].filter(isKept);
}

function isKept(certificate: AuthorityCertificate | undefined): certificate is KeptCertificate {
  return certificate !== undefined && certificate.ref !== null;
}
