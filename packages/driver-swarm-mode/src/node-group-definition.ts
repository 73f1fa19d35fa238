import type { NodeGroup } from "@jeroboam/core";
import {
  NETWORK_OUTPUTS,
  issuesOf,
  type NodeGroupDeclaration,
  nodeGroupFlavorRule,
  nodeUserData,
  type Rule,
  sharedNodeGroupOutputs,
  sharedNodeGroupParameters,
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
  template: ["node_group.yaml", "parts/node_group.yaml", "parts/workers.yaml"],
  clusterOutputs: [...NETWORK_OUTPUTS, "manager_private_addresses"],
  parameters: [
    ...sharedNodeGroupParameters,
    {
      parameter: "manager_addresses",
      from: (source) => source.clusterOutputs["manager_private_addresses"],
      required: true,
    },
  ],
  outputs: sharedNodeGroupOutputs,
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
