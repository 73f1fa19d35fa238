import type { NodeGroup } from "@jeroboam/core";
import type { HeatValue } from "../orchestration-port.ts";
import type { MappingSource } from "./mapping-source.ts";

/** Where a HOT parameter of a node group's own stack comes from. `labels` are the group's. */
export interface NodeGroupSource<L> extends MappingSource<L> {
  readonly nodeGroup: NodeGroup;
  /**
   * The declared outputs of the cluster's stack, where they have a value. Empty when the group's
   * stack is updated, so that what was read from them stays.
   */
  readonly clusterOutputs: Readonly<Record<string, HeatValue>>;
}
