import type { NodeGroup } from "@jeroboam/core";
import {
  NETWORK_OUTPUTS,
  type ClusterSource,
  issuesOf,
  type NodeGroupDeclaration,
  nodeGroupFlavorRule,
  type NodeGroupSource,
  nodeUserData,
  type Rule,
  sharedNodeGroupOutputs,
  sharedNodeGroupParameters,
} from "@jeroboam/heat";
import { type KubernetesLabels, kubernetesLabelsSchema } from "./labels.ts";
import { nodeContent } from "./node-content.ts";
import { isLabelName, isLabelValue, isReservedName } from "./node-label.ts";

/** What a group cannot have for itself: all nodes share it. */
const CLUSTER_WIDE = [
  "fixed_subnet_cidr",
  "flannel_network_cidr",
  "flannel_network_subnetlen",
  "service_cluster_ip_range",
] as const;

type GroupSource = NodeGroupSource<KubernetesLabels>;
type Checked = ClusterSource<KubernetesLabels> & { readonly nodeGroup: NodeGroup };

/**
 * More workers: a stack of their own in the cluster's network.
 *
 * @upstream magnum/drivers/heat/k8s_fedora_template_def.py `is_cluster_stack`
 */
export const nodeGroups: NodeGroupDeclaration<KubernetesLabels> = {
  template: ["node_group.yaml", "parts/node_group.yaml", "parts/workers.yaml"],
  clusterOutputs: [...NETWORK_OUTPUTS, "master_private_addresses", "api_private_address"],
  parameters: [
    ...sharedNodeGroupParameters,
    {
      parameter: "master_addresses",
      from: (source) => source.clusterOutputs["master_private_addresses"],
      required: true,
    },
    {
      parameter: "api_address",
      from: (source) => source.clusterOutputs["api_private_address"],
      required: true,
    },
    {
      parameter: "pods_network_cidr",
      from: (source) => withClusterLabels(source).labels.flannel_network_cidr,
      required: true,
    },
    { parameter: "node_group", from: ({ nodeGroup }) => nodeGroup.name, required: true },
    { parameter: "node_group_role", from: ({ nodeGroup }) => nodeGroup.role, required: true },
  ],
  outputs: sharedNodeGroupOutputs,
  rendering: (source, templates) =>
    nodeUserData(source, templates, nodeContent(withClusterLabels(source), source.nodeGroup)),
  validate: (source) => issuesOf(RULES, source, "JRB_NODE_GROUP_INVALID"),
};

/** The group's labels, but for what all nodes share. */
function withClusterLabels(source: GroupSource): GroupSource {
  const shared = kubernetesLabelsSchema.parse(source.cluster.labels);
  const { flannel_network_cidr, flannel_network_subnetlen, service_cluster_ip_range } = shared;
  const networks = { flannel_network_cidr, flannel_network_subnetlen, service_cluster_ip_range };
  return { ...source, labels: { ...source.labels, ...networks } };
}

const RULES: readonly Rule<Checked>[] = [
  nodeGroupFlavorRule,
  {
    path: ["name"],
    message:
      'Nodes carry their group\'s name and role as labels: up to 63 letters, digits, ".", "_" and "-", the first and last a letter or digit.',
    broken: ({ nodeGroup: { name, role } }) => !isLabelValue(name) || !isLabelValue(role),
  },
  {
    path: ["nodeLabels"],
    message:
      "Node labels are names and values as Kubernetes has them, and no names of kubernetes.io, k8s.io or magnum.openstack.org, which a node may not give itself.",
    broken: ({ nodeGroup }) =>
      Object.entries(nodeGroup.nodeLabels).some(
        ([name, value]) =>
          !isLabelName(name) || isReservedName(name) || (value !== "" && !isLabelValue(value)),
      ),
  },
  {
    path: ["nodeTaints"],
    message: "A taint's key and value are those of a label.",
    broken: ({ nodeGroup }) =>
      nodeGroup.nodeTaints.some(
        ({ key, value = "" }) => !isLabelName(key) || (value !== "" && !isLabelValue(value)),
      ),
  },
  ...(["nodeLabels", "nodeTaints"] as const).map((field) => ({
    path: [field],
    message: "The default groups' nodes have none of their own; make another group.",
    broken: ({ nodeGroup }: Checked) =>
      nodeGroup.isDefault && Object.keys(nodeGroup[field]).length > 0,
  })),
  {
    path: ["labels"],
    message: `All nodes share the cluster's ${CLUSTER_WIDE.join(", ")}.`,
    broken: ({ nodeGroup, cluster }) =>
      !nodeGroup.isDefault &&
      CLUSTER_WIDE.some(
        (name) =>
          nodeGroup.labels[name] !== undefined && nodeGroup.labels[name] !== cluster.labels[name],
      ),
  },
];
