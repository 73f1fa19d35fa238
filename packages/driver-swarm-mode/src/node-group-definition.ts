import type { NodeGroup } from "@jeroboam/core";
import {
  issuesOf,
  type NodeGroupDeclaration,
  nodeGroupFlavorRule,
  nodeUserData,
  type Rule,
  sharedNodeParameters,
} from "@jeroboam/heat";
import { ENGINE_LABEL_NAME, engineLabels, RESERVED_PREFIXES } from "./engine-labels.ts";
import type { SwarmModeLabels } from "./labels.ts";
import { nodeContent } from "./node-content.ts";

/**
 * More workers: a stack of their own in the cluster's network, joining by any of its managers.
 *
 * @upstream magnum/drivers/heat/k8s_fedora_template_def.py `is_cluster_stack`
 * @differs upstream's swarm drivers have no node groups
 */
export const nodeGroups: NodeGroupDeclaration<SwarmModeLabels> = {
  template: "node_group.yaml",
  clusterOutputs: ["network", "subnet", "worker_security_group", "manager_private_addresses"],
  parameters: [
    ...sharedNodeParameters,
    { parameter: "network", from: (source) => source.clusterOutputs["network"], required: true },
    { parameter: "subnet", from: (source) => source.clusterOutputs["subnet"] },
    {
      parameter: "security_group",
      from: (source) => source.clusterOutputs["worker_security_group"],
      required: true,
    },
    {
      parameter: "manager_addresses",
      from: (source) => source.clusterOutputs["manager_private_addresses"],
      required: true,
    },
    { parameter: "image", from: ({ nodeGroup }) => nodeGroup.imageId, required: true },
    { parameter: "flavor", from: ({ nodeGroup }) => nodeGroup.flavorId, required: true },
    { parameter: "number_of_nodes", from: ({ nodeGroup }) => nodeGroup.nodeCount, onUpdate: true },
    { parameter: "docker_volume_size", from: ({ nodeGroup }) => nodeGroup.dockerVolumeSizeGib },
  ],
  outputs: [
    { output: "node_addresses", to: "workers.nodeAddresses" },
    { output: "node_addresses_by_index", to: "workers.addressesByIndex" },
    { output: "server_ids_by_index", to: "workers.serverIdsByIndex" },
  ],
  rendering: (source, templates) =>
    nodeUserData(source, templates, nodeContent(source, engineLabels(source.nodeGroup))),
  validate: (source) => issuesOf(RULES, source, "JRB_NODE_GROUP_INVALID"),
};

const RULES: readonly Rule<{ readonly nodeGroup: NodeGroup }>[] = [
  nodeGroupFlavorRule,
  {
    path: ["nodeTaints"],
    message: "Docker knows no taints; constrain the placement of services by engine labels.",
    broken: ({ nodeGroup }) => nodeGroup.nodeTaints.length > 0,
  },
  {
    path: ["nodeLabels"],
    message: `Node labels become engine labels, whose names are letters, digits, ".", "_" and "-", and do not begin with ${RESERVED_PREFIXES.join(" or ")}.`,
    broken: ({ nodeGroup }) =>
      Object.keys(nodeGroup.nodeLabels).some(
        (name) =>
          !ENGINE_LABEL_NAME.test(name) ||
          RESERVED_PREFIXES.some((prefix) => name.toLowerCase().startsWith(prefix)),
      ),
  },
];
