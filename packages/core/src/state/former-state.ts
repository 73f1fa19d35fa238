import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import { clusterStatusSchema, phaseOf } from "./status.ts";

const shownSchema = z.strictObject({
  status: clusterStatusSchema,
  statusReason: z.string().nullable(),
});

/** What a cluster showed before a change, as far as it stood still. */
export const formerStateSchema = z.strictObject({
  /** Null where something was under way. */
  cluster: shownSchema.nullable(),
  /** By uuid; only node groups that stood still. */
  nodeGroups: z.record(z.string(), shownSchema),
});
export type FormerState = Readonly<z.output<typeof formerStateSchema>>;

export const NOTHING_FORMER: FormerState = { cluster: null, nodeGroups: {} };

/** What to remember of a cluster before a change moves it. */
export function formerState(cluster: Cluster): FormerState {
  return {
    cluster: standing(cluster) ? shownOf(cluster) : null,
    nodeGroups: Object.fromEntries(
      cluster.nodeGroups.filter(standing).map((group) => [group.uuid, shownOf(group)]),
    ),
  };
}

type Shown = z.output<typeof shownSchema>;

function standing({ status }: Shown): boolean {
  return phaseOf(status) !== "IN_PROGRESS";
}

function shownOf({ status, statusReason }: Shown): Shown {
  return { status, statusReason };
}
