/** A certificate and the private key that belongs to it, PEM; the key is PKCS#8. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** A key pair on its way to where it is kept. */
export interface NewKeyPair extends KeyPair {
  readonly uuid: string;
  readonly clusterUuid: string;
  /** What people see of it. */
  readonly name: string;
}

/** A place where the key pairs of clusters are kept, such as Barbican. */
export interface CertManagerBackend {
  /**
   * Answers where it is kept, in words that only this backend reads. Each try has a uuid of its own;
   * what an earlier one may have left is found by `removeAll`.
   */
  store(keyPair: NewKeyPair): Promise<string>;
  /** Undefined when it is gone, another cluster's, or was never kept here. */
  get(ref: string, clusterUuid: string): Promise<KeyPair | undefined>;
  /** What is gone already, is another cluster's or out of reach for good counts as removed; the last is logged. */
  remove(ref: string, clusterUuid: string): Promise<void>;
  /** All of the cluster's, also what was stored and never got on record. */
  removeAll(clusterUuid: string): Promise<void>;
}

/** Where the key pairs of clusters are kept. */
export interface CertManager extends CertManagerBackend {
  /** @throws `JRB_CERTIFICATE_NOT_FOUND` when it is gone, another cluster's, or was never kept here */
  get(ref: string, clusterUuid: string): Promise<KeyPair>;
  /** @param recorded - References that are on record, wherever what they name was kept. */
  removeAll(clusterUuid: string, recorded?: readonly string[]): Promise<void>;
}
