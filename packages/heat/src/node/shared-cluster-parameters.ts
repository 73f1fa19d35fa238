import type { OutputMapping } from "../mapping/output-mapping.ts";
import type { ParameterMapping } from "../mapping/parameter-mapping.ts";
import { sharedNodeGroupOutputs } from "./shared-node-group-parameters.ts";
import { type SharedNodeLabels, sharedNodeParameters } from "./shared-node-parameters.ts";

/** Labels of Magnum's that clusters of every driver obey. */
export interface SharedClusterLabels extends SharedNodeLabels {
  /** Addresses of a network that the cluster makes for itself. */
  readonly fixed_subnet_cidr?: string | undefined;
}

/** What clusters of masters and workers are alike in, whatever runs on them. */
export const sharedClusterParameters: readonly ParameterMapping<SharedClusterLabels>[] = [
  ...sharedNodeParameters,
  { parameter: "fixed_network", from: ({ cluster }) => cluster.fixedNetwork },
  { parameter: "fixed_subnet", from: ({ cluster }) => cluster.fixedSubnet },
  { parameter: "fixed_subnet_cidr", from: ({ labels }) => labels.fixed_subnet_cidr },
  { parameter: "dns_nameserver", from: ({ template }) => nameservers(template.dnsNameserver) },
  { parameter: "master_lb_enabled", from: ({ cluster }) => cluster.masterLbEnabled },
  { parameter: "master_image", from: ({ masters }) => masters.imageId, required: true },
  { parameter: "node_image", from: ({ workers }) => workers.imageId, required: true },
  { parameter: "master_flavor", from: ({ masters }) => masters.flavorId, required: true },
  { parameter: "node_flavor", from: ({ workers }) => workers.flavorId, required: true },
  { parameter: "number_of_masters", from: ({ masters }) => masters.nodeCount },
  { parameter: "number_of_nodes", from: ({ workers }) => workers.nodeCount, onUpdate: true },
  { parameter: "master_docker_volume_size", from: ({ masters }) => masters.dockerVolumeSizeGib },
  { parameter: "docker_volume_size", from: ({ workers }) => workers.dockerVolumeSizeGib },
];

/** What the stack of such a cluster tells. */
export const sharedClusterOutputs: readonly OutputMapping[] = [
  { output: "api_address", to: "cluster.apiAddress" },
  { output: "master_addresses", to: "masters.nodeAddresses" },
  ...sharedNodeGroupOutputs,
];

function nameservers(list: string | null): readonly string[] | undefined {
  return list?.split(",").map((address) => address.trim());
}
