import { type ClusterPlan, masterGroups, nodeTotal, workerGroups } from "@jeroboam/core";
import { z } from "zod";
import { labelsAnswer, textOrNull, wholeOrNull } from "./answer-attribute.ts";

/** What creating a cluster would do. */
export const clusterPlanAnswer = z.object({
  driver: z.string(),
  /** The cluster with everything filled in that its template and the service decide. */
  cluster: z.object({
    name: z.string(),
    cluster_template_id: z.guid(),
    keypair: textOrNull,
    node_count: z.int(),
    master_count: z.int(),
    docker_volume_size: wholeOrNull,
    labels: labelsAnswer,
    master_flavor_id: textOrNull,
    flavor_id: textOrNull,
    create_timeout: z.int(),
    fixed_network: textOrNull,
    fixed_subnet: textOrNull,
    floating_ip_enabled: z.boolean(),
    master_lb_enabled: z.boolean(),
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
    cluster: {
      name: cluster.name,
      cluster_template_id: cluster.clusterTemplateId,
      keypair: cluster.keypair,
      node_count: nodeTotal(workerGroups(cluster)),
      master_count: nodeTotal(masterGroups(cluster)),
      docker_volume_size: cluster.dockerVolumeSizeGib,
      labels: cluster.labels,
      master_flavor_id: cluster.masterFlavorId,
      flavor_id: cluster.flavorId,
      create_timeout: cluster.createTimeoutMinutes,
      fixed_network: cluster.fixedNetwork,
      fixed_subnet: cluster.fixedSubnet,
      floating_ip_enabled: cluster.floatingIpEnabled,
      master_lb_enabled: cluster.masterLbEnabled,
    },
    resources: resources.map(({ type, path }) => ({ type, path: [...path] })),
    totals: Object.fromEntries([...types].map(([type, some]) => [type, some.length])),
  };
}
