/** What keeps nodes of a group on the same host or apart; the soft ones only try to. */
export const AFFINITY_POLICIES = [
  "affinity",
  "anti-affinity",
  "soft-affinity",
  "soft-anti-affinity",
] as const;
export type AffinityPolicy = (typeof AFFINITY_POLICIES)[number];

/**
 * What the operator decides about the nodes of every cluster; a driver takes what it can make use of.
 * It counts when infrastructure is made: what is there stays as it is.
 *
 * @upstream magnum/conf/cinder.py, magnum/conf/cluster.py, magnum/conf/drivers.py
 */
export interface OperatorSettings {
  /** Of groups of servers; undefined leaves nodes to the scheduler. */
  readonly nodesAffinityPolicy: AffinityPolicy | undefined;
  /** Types of volumes whose label names none; undefined for the cloud's own default. */
  readonly dockerVolumeType: string | undefined;
  readonly etcdVolumeType: string | undefined;
  readonly bootVolumeType: string | undefined;
  /** Of boot volumes whose label says none; 0 boots from the flavor's disk. */
  readonly bootVolumeSizeGib: number;
  /** Nodes check the certificates of the cloud's services and of this API. */
  readonly verifyCa: boolean;
  /** Authorities in PEM that nodes believe beside those of their image. */
  readonly openstackCa: string | undefined;
  /** Nodes are told the cluster's trust, by which they can do in the project what it lets them. */
  readonly clusterUserTrust: boolean;
}

export const DEFAULT_OPERATOR_SETTINGS: OperatorSettings = {
  nodesAffinityPolicy: undefined,
  dockerVolumeType: undefined,
  etcdVolumeType: undefined,
  bootVolumeType: undefined,
  bootVolumeSizeGib: 0,
  verifyCa: true,
  openstackCa: undefined,
  clusterUserTrust: false,
};
