import type { Composition, ValidationIssue } from "@jeroboam/core";
import {
  type ClusterSource,
  flavorRules,
  issuesOf,
  networkRules,
  proxyRules,
  type Rule,
  storageDriverRule,
} from "@jeroboam/heat";
import { networkBits, networksOverlap } from "./ipv4-network.ts";
import type { KubernetesLabels } from "./labels.ts";

const STORAGE_DRIVERS = ["overlay2", "overlay"];
/** What the cluster's own network has where no label says it. */
const SUBNET = "10.0.0.0/24";
const REGISTRY = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;

type Source = ClusterSource<KubernetesLabels>;

const RULES: readonly Rule<Source>[] = [
  {
    path: ["template", "tlsDisabled"],
    message: "Kubernetes has no API without TLS any more; leave tls_disabled away.",
    broken: ({ template }) => template.tlsDisabled,
  },
  ...networkRules,
  ...flavorRules,
  {
    path: ["cluster", "masterCount"],
    message: "A cluster has 1, 3 or 5 masters, so that etcd has a majority.",
    broken: ({ masters }) => ![1, 3, 5].includes(masters.nodeCount),
  },
  {
    path: ["template", "networkDriver"],
    message: "The network driver is flannel, by routes between the nodes; no other is there yet.",
    broken: ({ template }) => (template.networkDriver ?? "flannel") !== "flannel",
  },
  {
    path: ["template", "volumeDriver"],
    message: "No volume driver is installed yet.",
    broken: ({ template }) => template.volumeDriver !== null,
  },
  {
    path: ["template", "registryEnabled"],
    message: "No registry is installed yet.",
    broken: ({ template }) => template.registryEnabled,
  },
  {
    path: ["template", "insecureRegistry"],
    message: "An insecure registry is a host and a port, such as registry.example:5000.",
    broken: ({ template }) =>
      template.insecureRegistry !== null && !REGISTRY.test(template.insecureRegistry),
  },
  storageDriverRule(
    STORAGE_DRIVERS,
    `containerd keeps images by overlay; the storage driver is ${STORAGE_DRIVERS.join(" or ")}.`,
  ),
  {
    path: ["cluster", "labels"],
    message:
      "The networks of pods (flannel_network_cidr), services (service_cluster_ip_range) and nodes (fixed_subnet_cidr) must not overlap.",
    broken: ({ cluster, labels }) => {
      const { flannel_network_cidr: pods, service_cluster_ip_range: services } = labels;
      const nodes = cluster.fixedNetwork === null ? [labels.fixed_subnet_cidr ?? SUBNET] : [];
      return (
        networksOverlap(pods, services) ||
        nodes.some((one) => networksOverlap(one, pods) || networksOverlap(one, services))
      );
    },
  },
  {
    path: ["cluster", "labels"],
    message:
      "A node's range (flannel_network_subnetlen) is a part of flannel_network_cidr, and smaller by at most 16 bits.",
    broken: ({ labels }) => {
      const more =
        Number(labels.flannel_network_subnetlen) - networkBits(labels.flannel_network_cidr);
      return more < 1 || more > 16;
    },
  },
  {
    path: ["cluster", "labels"],
    message: "The network of services (service_cluster_ip_range) has 12 to 28 bits.",
    broken: ({ labels }) => {
      const bits = networkBits(labels.service_cluster_ip_range);
      return bits < 12 || bits > 28;
    },
  },
  ...proxyRules,
];

/** What this driver cannot make, found without I/O. */
export function validate(
  source: Source,
  { givesCredentials }: Composition,
): readonly ValidationIssue[] {
  const issues = [...issuesOf(RULES, source, "JRB_CLUSTER_INVALID")];
  if (!givesCredentials)
    issues.push({
      path: ["template", "coe"],
      code: "JRB_TLS_NEEDS_CREDENTIAL",
      message:
        "Nodes cannot fetch certificates because the cloud gives clusters no credential; configure one.",
    });
  return issues;
}
