import type { ClusterPlan } from "@jeroboam/core";
import { z } from "zod";
import { placementFields, requestedFields } from "./cluster.ts";
import { placementShape, requestedShape } from "./cluster-answer.ts";

/** What creating a cluster would do. */
export const clusterPlanAnswer = z.object({
  driver: z.string(),
  /** The cluster with everything filled in that its template and the service decide. */
  cluster: z.object({
    ...requestedShape,
    ...placementShape,
  }),
  /** Every resource of the infrastructure: its type, and where it stands from the outermost on. */
  resources: z.array(z.object({ type: z.string(), path: z.array(z.string()) })),
  /** How many there are of each type. */
  totals: z.record(z.string(), z.int()),
});

export function clusterPlanToWire({
  driver,
  cluster,
  resources,
}: ClusterPlan): z.input<typeof clusterPlanAnswer> {
  const types = Map.groupBy(resources, ({ type }) => type);
  return {
    driver,
    cluster: { ...requestedFields(cluster), ...placementFields(cluster) },
    resources: resources.map(({ type, path }) => ({ type, path: [...path] })),
    totals: Object.fromEntries([...types].map(([type, some]) => [type, some.length])),
  };
}
