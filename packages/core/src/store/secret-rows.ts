import type { NewKeyPair } from "../certificates/cert-manager.ts";
import type { StoredAuthority } from "../certificates/stored-authority.ts";
import type { ClusterCredential, FormerCredential } from "../cloud/credential.ts";

/** Secrets by cluster, apart from the rows that are shown. */
export interface CredentialRows {
  find(clusterUuid: string): Promise<ClusterCredential | undefined>;
  put(clusterUuid: string, credential: ClusterCredential): Promise<void>;
  /** The present one and the former ones. */
  remove(clusterUuid: string): Promise<void>;
  /** Those that others took the place of, in no order. */
  formerOf(clusterUuid: string): Promise<readonly FormerCredential[]>;
  putFormer(clusterUuid: string, former: FormerCredential): Promise<void>;
  /** By what its nodes log in with; what is gone already counts as removed. */
  removeFormer(loginId: string): Promise<void>;
  /** Uuid of the cluster whose nodes log in with that user or application credential, or did before. */
  clusterOf(loginId: string): Promise<string | undefined>;
}

/** The certificate authorities of clusters, one of each kind; their private keys are elsewhere. */
export interface AuthorityRows {
  find(clusterUuid: string, kind: StoredAuthority["kind"]): Promise<StoredAuthority | undefined>;
  /** In order of their kinds. */
  ofCluster(clusterUuid: string): Promise<readonly StoredAuthority[]>;
  /** Throws `JRB_STORE_CONFLICT` when the cluster has one of the kind. */
  insert(authority: StoredAuthority): Promise<void>;
  /** Compares versions and stores version + 1. */
  replace(authority: StoredAuthority): Promise<StoredAuthority>;
  /** All kinds of them; what is gone already counts as removed. */
  removeOf(clusterUuid: string): Promise<void>;
  /** Those of which is to be told by now that they end, the most urgent ones first. */
  toWarnOf(by: { readonly now: Date; readonly limit: number }): Promise<readonly StoredAuthority[]>;
  /** When the first one ends; undefined when there is none that could. */
  firstEnd(): Promise<Date | undefined>;
}

/** Key pairs of clusters where the store itself keeps them. */
export interface KeyPairRows {
  /** Undefined also where it is another cluster's. */
  find(uuid: string, clusterUuid: string): Promise<NewKeyPair | undefined>;
  /** Throws `JRB_STORE_CONFLICT` when the uuid is there. */
  insert(keyPair: NewKeyPair): Promise<void>;
  /** What is gone already counts as removed. */
  remove(uuid: string, clusterUuid: string): Promise<void>;
  removeOf(clusterUuid: string): Promise<void>;
}
