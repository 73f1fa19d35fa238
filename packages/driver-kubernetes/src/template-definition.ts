import { type OutputMapping, type ParameterMapping, sharedNodeParameters } from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import type { KubernetesLabels } from "./labels.ts";

/**
 * HOT parameter ← where from.
 *
 * @upstream magnum/drivers/heat/k8s_fedora_template_def.py `K8sFedoraTemplateDefinition`
 */
export const parameters: readonly ParameterMapping<KubernetesLabels>[] = [
  ...sharedNodeParameters,
  { parameter: "fixed_network", from: ({ cluster }) => cluster.fixedNetwork },
  { parameter: "fixed_subnet", from: ({ cluster }) => cluster.fixedSubnet },
  { parameter: "fixed_subnet_cidr", from: ({ labels }) => labels.fixed_subnet_cidr },
  {
    parameter: "pods_network_cidr",
    from: ({ labels }) => labels.flannel_network_cidr,
    required: true,
  },
  { parameter: "kube_tag", from: ({ labels }) => labels.kube_tag },
  { parameter: "dns_nameserver", from: ({ template }) => nameservers(template.dnsNameserver) },
  { parameter: "master_lb_enabled", from: ({ cluster }) => cluster.masterLbEnabled },
  { parameter: "api_port", from: ({ template }) => apiPort(template) },
  { parameter: "master_image", from: ({ masters }) => masters.imageId, required: true },
  { parameter: "node_image", from: ({ workers }) => workers.imageId, required: true },
  { parameter: "master_flavor", from: ({ masters }) => masters.flavorId, required: true },
  { parameter: "node_flavor", from: ({ workers }) => workers.flavorId, required: true },
  { parameter: "number_of_masters", from: ({ masters }) => masters.nodeCount },
  { parameter: "number_of_nodes", from: ({ workers }) => workers.nodeCount, onUpdate: true },
  { parameter: "master_docker_volume_size", from: ({ masters }) => masters.dockerVolumeSizeGib },
  { parameter: "docker_volume_size", from: ({ workers }) => workers.dockerVolumeSizeGib },
  {
    parameter: "service_account_key",
    from: ({ serviceAccountKey }) =>
      serviceAccountKey && lineEndsEscaped(serviceAccountKey.privateKeyPem),
    required: true,
    hidden: true,
  },
];

/** HOT output → what it tells. */
export const outputs: readonly OutputMapping[] = [
  { output: "api_address", to: "cluster.apiAddress" },
  { output: "kube_tag", to: "cluster.coeVersion" },
  { output: "master_addresses", to: "masters.nodeAddresses" },
  { output: "node_addresses", to: "workers.nodeAddresses" },
  { output: "node_addresses_by_index", to: "workers.addressesByIndex" },
  { output: "server_ids_by_index", to: "workers.serverIdsByIndex" },
];

function nameservers(list: string | null): readonly string[] | undefined {
  return list?.split(",").map((address) => address.trim());
}

/** Heat puts it into a quoted string of YAML. */
function lineEndsEscaped(pem: string): string {
  return pem.trim().replaceAll("\n", String.raw`\n`);
}
