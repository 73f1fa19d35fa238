export interface ImageReference {
  readonly id: string;
  readonly name: string | null;
  /** The image property `os_distro`. */
  readonly osDistro: string | null;
  /** The image property `magnum_driver`: the driver for clusters of the image, where several would do. */
  readonly driver: string | null;
}
export interface FlavorReference {
  readonly id: string;
  readonly name: string;
  /** Size of the disk that a server boots from; null where the cloud does not say. */
  readonly diskGib: number | null;
}
export interface KeypairReference {
  readonly name: string;
  readonly publicKey: string;
}
export interface NetworkReference {
  readonly id: string;
  readonly name: string | null;
  readonly external: boolean;
}
export interface SubnetReference {
  readonly id: string;
  readonly name: string | null;
  readonly networkId: string;
  readonly cidr: string;
}

/**
 * Looks up what a template or cluster names. Each answers all matches of a name or id;
 * whether none or many is an error is core's to say.
 */
export interface CloudResources {
  findImages(nameOrId: string): Promise<readonly ImageReference[]>;
  findFlavors(nameOrId: string): Promise<readonly FlavorReference[]>;
  findKeypairs(name: string): Promise<readonly KeypairReference[]>;
  findNetworks(nameOrId: string): Promise<readonly NetworkReference[]>;
  findSubnets(nameOrId: string): Promise<readonly SubnetReference[]>;
}
