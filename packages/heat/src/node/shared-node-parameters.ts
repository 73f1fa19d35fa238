import { JeroboamError, type NodeLogin, nodeLogin } from "@jeroboam/core";
import type { MappingSource } from "../mapping/mapping-source.ts";
import type { ParameterMapping } from "../mapping/parameter-mapping.ts";

/** Labels of Magnum's that nodes of every driver obey. */
export interface SharedNodeLabels {
  /** Nova's availability zone of all nodes. */
  readonly availability_zone?: string | undefined;
  /** Cinder's type of the volumes for containers. */
  readonly docker_volume_type?: string | undefined;
}

/** Heat refuses a longer wait condition. */
const WAIT_SECONDS_MAX = 43_200;
/** Seconds of each minute of the stack's time, so that Heat names the node that did not come. */
const WAIT_SECONDS_A_MINUTE = 54;

/** What nodes are alike in, whichever driver and stack makes them. */
export const sharedNodeParameters: readonly ParameterMapping<SharedNodeLabels>[] = [
  { parameter: "ssh_key_name", from: ({ cluster }) => cluster.keypair },
  { parameter: "external_network", from: ({ template }) => template.externalNetworkId },
  { parameter: "floating_ip_enabled", from: ({ cluster }) => cluster.floatingIpEnabled },
  { parameter: "availability_zone", from: ({ labels }) => labels.availability_zone },
  { parameter: "nodes_to_remove", from: ({ nodesToRemove }) => nodesToRemove, onUpdate: true },
  {
    parameter: "docker_volume_type",
    from: ({ labels, operator }) => labels.docker_volume_type ?? operator.dockerVolumeType,
  },
  { parameter: "nodes_affinity_policy", from: ({ operator }) => operator.nodesAffinityPolicy },
  // Nodes that come later log in with what the cluster has by then.
  { parameter: "login_method", from: (source) => login(source)?.method, onRefresh: true },
  { parameter: "login_id", from: (source) => login(source)?.id, onRefresh: true },
  {
    parameter: "login_secret",
    from: (source) => login(source)?.secret,
    onRefresh: true,
    hidden: true,
  },
  {
    parameter: "wait_timeout",
    from: ({ timeoutMinutes }) =>
      Math.min(timeoutMinutes * WAIT_SECONDS_A_MINUTE, WAIT_SECONDS_MAX),
  },
];

/** What nodes fetch their certificates with; without TLS they need none and get none. */
function login<L>({ cluster, template, credential }: MappingSource<L>): NodeLogin | undefined {
  if (template.tlsDisabled) return undefined;
  if (!credential)
    throw new JeroboamError(
      "JRB_TLS_NEEDS_CREDENTIAL",
      `The nodes of cluster ${cluster.name} cannot fetch certificates, because the cloud gives clusters no credential; set tls_disabled in the cluster template or configure one.`,
      { details: { cluster: cluster.name } },
    );
  return nodeLogin(credential);
}
