import type { NodeTaint } from "@jeroboam/core";
import type { MappingSource, NodeDeclaration } from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import { firstHost } from "./ipv4-network.ts";
import type { KubernetesLabels } from "./labels.ts";

/** The driver's own scripts, in `templates/scripts`. */
export const SCRIPTS = [
  "programs.sh",
  "unit.sh",
  "certificates.sh",
  "containerd.sh",
  "etcd.sh",
  "control-plane.sh",
  "kubelet.sh",
  "pod-network.sh",
  "pod-routes.sh",
  "ready.sh",
  "turn.sh",
] as const;

/** Where the image may hold Kubernetes, beside where every program lies. */
const PATH =
  "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/bin:/opt/k8s/bin:/opt/kubernetes/bin";
const CNI_FOLDERS = "/usr/lib/cni /usr/libexec/cni /opt/cni/bin /opt/k8s/cni";
/** Container images that came with the machine: patterns of the shell. */
const IMAGE_ARCHIVES = "/opt/k8s/images/*.tar /opt/kubernetes/images/*.tar";

/** What Kubernetes shows on a node. */
export interface NodeMarks {
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: readonly NodeTaint[];
}

/** What a node of a Kubernetes cluster does and knows. */
export function nodeContent(
  { template, labels }: MappingSource<KubernetesLabels>,
  { nodeLabels, nodeTaints }: NodeMarks,
): NodeDeclaration {
  return {
    steps: [
      "openstack-ca",
      "programs",
      "metadata-guard",
      "proxy",
      "volume",
      "certificates",
      "containerd",
      "etcd",
      "control-plane",
      "kubelet",
      "pod-network",
      "ready",
      "refresh-timer",
    ],
    refreshSteps: [
      "new-login",
      "certificates",
      "turn",
      "etcd",
      "control-plane",
      "kubelet",
      "ready",
    ],
    scripts: SCRIPTS,
    certificates: ["/etc/kubernetes/pki/kubelet.crt"],
    settings: {
      PATH,
      CNI_FOLDERS,
      IMAGE_ARCHIVES,
      API_PORT: apiPort(template),
      KUBE_TAG: labels.kube_tag ?? "",
      CGROUP_DRIVER: labels.cgroup_driver ?? "cgroupfs",
      CONTAINER_INFRA_PREFIX: labels.container_infra_prefix ?? "",
      INSECURE_REGISTRY: template.insecureRegistry ?? "",
      POD_NETWORK: labels.flannel_network_cidr,
      POD_RANGE_BITS: labels.flannel_network_subnetlen,
      SERVICE_NETWORK: labels.service_cluster_ip_range,
      SERVICE_API_ADDRESS: firstHost(labels.service_cluster_ip_range),
      NODE_LABELS: Object.entries(nodeLabels)
        .map(([name, value]) => `${name}=${value}`)
        .join(","),
      NODE_TAINTS: nodeTaints
        .map(({ key, value = "", effect }) => `${key}=${value}:${effect}`)
        .join(","),
      VOLUME_MOUNT: "/var/lib/containerd",
      VOLUME_SERVICES: "containerd.service",
      VOLUME_FILESYSTEM: "ext4",
    },
    heatSettings: [
      "ROLE",
      "NODE_GROUP",
      "NODE_GROUP_ROLE",
      "API_ADDRESS",
      "API_ADDRESSES",
      "SERVICE_ACCOUNT_KEY",
    ],
  };
}
