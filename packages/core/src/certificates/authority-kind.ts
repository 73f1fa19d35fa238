/** A cluster's certificate authorities: its own, etcd's and that of the Kubernetes API's front proxy. */
export const AUTHORITY_KINDS = ["cluster", "etcd", "front-proxy"] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];
