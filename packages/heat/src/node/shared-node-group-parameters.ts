import type { OutputMapping } from "../mapping/output-mapping.ts";
import type { NodeGroupParameterMapping } from "../mapping/parameter-mapping.ts";
import { type SharedNodeLabels, sharedNodeParameters } from "./shared-node-parameters.ts";

/** What a node group's own stack reads of the cluster's: the network that it joins. */
export const NETWORK_OUTPUTS = ["network", "subnet", "worker_security_group"] as const;

/** What node groups are alike in, whatever runs on them; they read `NETWORK_OUTPUTS`. */
export const sharedNodeGroupParameters: readonly NodeGroupParameterMapping<SharedNodeLabels>[] = [
  ...sharedNodeParameters,
  { parameter: "network", from: (source) => source.clusterOutputs["network"], required: true },
  { parameter: "subnet", from: (source) => source.clusterOutputs["subnet"] },
  {
    parameter: "security_group",
    from: (source) => source.clusterOutputs["worker_security_group"],
    required: true,
  },
  { parameter: "image", from: ({ nodeGroup }) => nodeGroup.imageId, required: true },
  { parameter: "flavor", from: ({ nodeGroup }) => nodeGroup.flavorId, required: true },
  { parameter: "number_of_nodes", from: ({ nodeGroup }) => nodeGroup.nodeCount, onUpdate: true },
  { parameter: "docker_volume_size", from: ({ nodeGroup }) => nodeGroup.dockerVolumeSizeGib },
];

/** What a stack tells of its workers. */
export const sharedNodeGroupOutputs: readonly OutputMapping[] = [
  { output: "node_addresses", to: "workers.nodeAddresses" },
  { output: "node_addresses_by_index", to: "workers.addressesByIndex" },
  { output: "server_ids_by_index", to: "workers.serverIdsByIndex" },
];
