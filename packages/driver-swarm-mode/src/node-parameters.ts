import { JeroboamError, type TrustCredential } from "@jeroboam/core";
import type { MappingSource, ParameterMapping } from "@jeroboam/heat";
import type { SwarmModeLabels } from "./labels.ts";

/** Heat refuses a longer wait condition. */
const WAIT_SECONDS_MAX = 43_200;

/** What nodes are alike in, whichever stack makes them. Labels are the cluster's or the node group's. */
export const nodeParameters: readonly ParameterMapping<SwarmModeLabels>[] = [
  { parameter: "ssh_key_name", from: ({ cluster }) => cluster.keypair },
  { parameter: "external_network", from: ({ template }) => template.externalNetworkId },
  { parameter: "floating_ip_enabled", from: ({ cluster }) => cluster.floatingIpEnabled },
  { parameter: "availability_zone", from: ({ labels }) => labels.availability_zone },
  { parameter: "nodes_to_remove", from: ({ nodesToRemove }) => nodesToRemove, onUpdate: true },
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
