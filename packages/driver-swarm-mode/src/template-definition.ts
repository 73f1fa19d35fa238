import { JeroboamError, type TrustCredential } from "@jeroboam/core";
import type { MappingSource, OutputMapping, ParameterMapping } from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import type { SwarmModeLabels } from "./labels.ts";

/** Heat refuses a longer wait condition. */
const WAIT_SECONDS_MAX = 43_200;

/**
 * HOT parameter ← where from.
 *
 * @upstream magnum/drivers/swarm_fedora_atomic_v2/template_def.py `SwarmModeTemplateDefinition`
 */
export const parameters: readonly ParameterMapping<SwarmModeLabels>[] = [
  { parameter: "ssh_key_name", from: ({ cluster }) => cluster.keypair },
  { parameter: "external_network", from: ({ template }) => template.externalNetworkId },
  { parameter: "fixed_network", from: ({ cluster }) => cluster.fixedNetwork },
  { parameter: "fixed_subnet", from: ({ cluster }) => cluster.fixedSubnet },
  { parameter: "fixed_subnet_cidr", from: ({ labels }) => labels.fixed_subnet_cidr },
  { parameter: "dns_nameserver", from: ({ template }) => nameservers(template.dnsNameserver) },
  { parameter: "floating_ip_enabled", from: ({ cluster }) => cluster.floatingIpEnabled },
  { parameter: "master_lb_enabled", from: ({ cluster }) => cluster.masterLbEnabled },
  { parameter: "api_port", from: ({ template }) => apiPort(template) },
  { parameter: "availability_zone", from: ({ labels }) => labels.availability_zone },
  { parameter: "master_image", from: ({ masters }) => masters.imageId, required: true },
  { parameter: "node_image", from: ({ workers }) => workers.imageId, required: true },
  { parameter: "master_flavor", from: ({ masters }) => masters.flavorId, required: true },
  { parameter: "node_flavor", from: ({ workers }) => workers.flavorId, required: true },
  { parameter: "number_of_masters", from: ({ masters }) => masters.nodeCount },
  { parameter: "number_of_nodes", from: ({ workers }) => workers.nodeCount, onUpdate: true },
  { parameter: "nodes_to_remove", from: ({ nodesToRemove }) => nodesToRemove, onUpdate: true },
  { parameter: "master_docker_volume_size", from: ({ masters }) => masters.dockerVolumeSizeGib },
  { parameter: "docker_volume_size", from: ({ workers }) => workers.dockerVolumeSizeGib },
  { parameter: "docker_volume_type", from: ({ labels }) => labels.docker_volume_type },
  { parameter: "trustee_user_id", from: (source) => nodeCredential(source)?.trusteeUserId },
  {
    parameter: "trustee_password",
    from: (source) => nodeCredential(source)?.trusteePassword,
    hidden: true,
  },
  {
    parameter: "wait_timeout",
    from: ({ timeoutMinutes }) => Math.min(timeoutMinutes * 60, WAIT_SECONDS_MAX),
  },
];

/** HOT output → what it tells. */
export const outputs: readonly OutputMapping[] = [
  { output: "api_address", to: "cluster.apiAddress" },
  { output: "master_addresses", to: "masters.nodeAddresses" },
  { output: "node_addresses", to: "workers.nodeAddresses" },
  { output: "node_addresses_by_index", to: "workers.addressesByIndex" },
];

function nameservers(list: string | null): readonly string[] | undefined {
  return list?.split(",").map((address) => address.trim());
}

/** What nodes fetch their certificates with; without TLS they need none and get none. */
function nodeCredential({
  cluster,
  template,
  credential,
}: MappingSource<SwarmModeLabels>): TrustCredential | undefined {
  if (template.tlsDisabled) return undefined;
  if (!credential)
    throw new JeroboamError(
      "JRB_TLS_NEEDS_CREDENTIAL",
      `The nodes of cluster ${cluster.name} cannot fetch certificates, because the cloud gives clusters no credential; set tls_disabled in the cluster template or configure one.`,
      { details: { cluster: cluster.name } },
    );
  return credential;
}
