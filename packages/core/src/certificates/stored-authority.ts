/** A certificate authority's certificate and private key, PEM. */
export interface AuthorityKeys {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** The certificate authority of a cluster as it is kept. */
export interface StoredAuthority extends AuthorityKeys {
  readonly clusterUuid: string;
  /** Grows with every write; a write against an older version is refused. */
  readonly version: number;
  /** The latest rotation, and what it replaced. */
  readonly rotation: { readonly id: string; readonly former: AuthorityKeys } | null;
}
