import type { AuthorityKind } from "./authority-kind.ts";

/** A certificate of an authority, and where its private key is kept. */
export interface AuthorityCertificate {
  readonly certificatePem: string;
  readonly uuid: string;
  /** The cert manager's; null until the key is kept, and then what is here was never used. */
  readonly ref: string | null;
}

/** The certificate authority of a cluster as it is on record; the private key is with the cert manager. */
export interface StoredAuthority extends AuthorityCertificate {
  readonly clusterUuid: string;
  /** The key of Kubernetes service accounts is kept like an authority. */
  readonly kind: AuthorityKind | "service-account";
  /** Grows with every write; a write against an older version is refused. */
  readonly version: number;
  /** The latest rotation, and what it replaced. */
  readonly rotation: { readonly id: string; readonly former: AuthorityCertificate } | null;
}
