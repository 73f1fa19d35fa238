import {
  type Cluster,
  type ClusterCredential,
  type ClusterSnapshot,
  type ClusterTemplate,
  defaultMasterGroup,
  defaultWorkerGroup,
  type DriverContext,
  JeroboamError,
  type NodeGroup,
  type ServiceAccountKey,
} from "@jeroboam/core";

/** A cluster and what belongs to it, as a driver's tables see it. */
export interface ClusterSource<L> {
  readonly cluster: Cluster;
  readonly template: ClusterTemplate;
  /** The cluster's labels as the driver's schema reads them. */
  readonly labels: L;
  /** The default groups. */
  readonly masters: NodeGroup;
  readonly workers: NodeGroup;
}

/** Where a HOT parameter, or a value in a rendered file, comes from. */
export interface MappingSource<L> extends ClusterSource<L> {
  readonly credential: ClusterCredential | undefined;
  readonly endpoints: DriverContext["endpoints"];
  readonly operator: DriverContext["operator"];
  readonly timeoutMinutes: number;
  /** When the stack is made, where the driver says that its clusters have one. */
  readonly serviceAccountKey?: ServiceAccountKey;
  /** Members of the workers' resource group, by index. */
  readonly nodesToRemove: readonly string[];
}

/** Reads labels, or throws; a zod schema is one. */
export interface LabelsParser<L> {
  parse(labels: unknown): L;
}

/** Throws `JRB_INTERNAL` for a cluster without both default groups, which core never makes. */
export function clusterSource<L>(
  { cluster, template }: ClusterSnapshot,
  labels: LabelsParser<L>,
): ClusterSource<L> {
  const masters = defaultMasterGroup(cluster);
  const workers = defaultWorkerGroup(cluster);
  if (!masters || !workers)
    throw new JeroboamError("JRB_INTERNAL", `Cluster ${cluster.uuid} lacks a default node group.`);
  return { cluster, template, labels: labels.parse(cluster.labels), masters, workers };
}
