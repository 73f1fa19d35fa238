/** A certificate and the private key that belongs to it, PEM. */
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

/** Where the key pairs of clusters are kept. */
export interface CertManager {
  /**
   * Answers where it is kept, in words that only this manager reads. A repeat with the same uuid
   * answers the same and makes nothing twice.
   */
  store(keyPair: NewKeyPair): Promise<string>;
  /** @throws `JRB_CERTIFICATE_NOT_FOUND` when it is gone, another cluster's, or was never kept here */
  get(ref: string, clusterUuid: string): Promise<KeyPair>;
  /** What is gone already counts as removed. */
  remove(ref: string, clusterUuid: string): Promise<void>;
  /** All of the cluster's, also what was stored and never got on record. */
  removeAll(clusterUuid: string): Promise<void>;
}
