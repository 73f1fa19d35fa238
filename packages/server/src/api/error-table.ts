import type { ErrorCode, ErrorDetails, JeroboamError } from "@jeroboam/core";

/** How one of core's errors goes out: its HTTP status, and its text made from the details. */
export interface WireError {
  readonly status: number;
  readonly text: (details: ErrorDetails, error: JeroboamError) => string;
}

const shown = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "None";

/** A text with `{name}` where the detail of that name goes; a detail that is not there reads `None`. */
const row = (status: number, text: string): WireError => ({
  status,
  text: (details) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => shown(details[name])),
});
/** The error's own message, for what Magnum has no words for. */
const own = (status: number): WireError => ({ status, text: (_, error) => error.message });
/** The first of `details.issues`, or the error's own message. */
const issue = (status: number): WireError => ({
  status,
  text: ({ issues }, error) => firstIssue(issues) ?? error.message,
});

const choices = (supported: unknown): string =>
  [...(Array.isArray(supported) ? supported : []), "unspecified"].join("/");
const unsupported = (subject: string, noun: string): WireError => ({
  status: 400,
  text: ({ value, supported }) =>
    `${subject} ${shown(value)} is not supported, expecting a ${choices(supported)} ${noun}.`,
});
const several = (noun: string, detail: string): WireError =>
  row(
    409,
    `Multiple ${noun}s exist with same name '{${detail}}'. Please use the ${noun} ID instead.`,
  );
/** What Magnum calls its way to a service. */
const CLIENT_NAMES: ReadonlyMap<string, string> = new Map([
  ["identity", "keystone"],
  ["image", "glance"],
  ["compute", "nova"],
  ["network", "neutron"],
]);
/** What Magnum calls the method of a driver where core speaks of a facet. */
const DRIVER_METHODS: ReadonlyMap<string, string> = new Map([
  ["certificates", "rotate_ca_certificate"],
  ["nodeGroups", "create_nodegroup"],
  ["upgrade", "upgrade_cluster"],
]);
const internal = row(500, "An unknown exception occurred.");

/**
 * Every code of core → what goes out. The only place that chooses an HTTP status for one.
 *
 * @upstream magnum/common/exception.py
 */
export const ERROR_TABLE: Readonly<Record<ErrorCode, WireError>> = {
  JRB_INVALID_REQUEST: own(400),
  JRB_CLUSTER_NOT_FOUND: row(404, "Cluster {cluster} could not be found."),
  JRB_CLUSTER_AMBIGUOUS: row(
    409,
    "Multiple clusters exist with same name. Please use the cluster uuid instead.",
  ),
  JRB_TEMPLATE_NOT_FOUND: row(404, "ClusterTemplate {clusterTemplate} could not be found."),
  JRB_TEMPLATE_AMBIGUOUS: row(
    409,
    "Multiple ClusterTemplates exist with same name. Please use the ClusterTemplate uuid instead.",
  ),
  JRB_TEMPLATE_EXISTS: row(409, "A ClusterTemplate with UUID {clusterTemplate} already exists."),
  JRB_TEMPLATE_IN_USE: row(
    400,
    "ClusterTemplate {clusterTemplate} is referenced by one or multiple clusters.",
  ),
  JRB_CLUSTER_TYPE_NOT_SUPPORTED: row(
    400,
    "Cluster type ({serverType}, {os}, {coe}) not supported.",
  ),
  JRB_DRIVER_AMBIGUOUS: own(400),
  JRB_DRIVER_NOT_FOUND: {
    status: 400,
    text: ({ driver }, error) =>
      typeof driver === "string" ? `Cluster driver (${driver}) not supported.` : error.message,
  },
  JRB_DRIVER_INCOMPATIBLE: internal,
  JRB_COE_NOT_SUPPORTED: row(400, "Requested COE type {coe} is not supported."),
  JRB_NETWORK_DRIVER_NOT_SUPPORTED: unsupported("Network driver type", "network driver"),
  JRB_NETWORK_DRIVER_NOT_ALLOWED: {
    status: 400,
    text: ({ value, supported }) =>
      `Network driver type ${shown(value)} is not allowed, expecting a ${choices(supported)} network driver. `,
  },
  JRB_VOLUME_DRIVER_NOT_SUPPORTED: unsupported("Volume driver type", "volume driver"),
  JRB_SERVER_TYPE_NOT_SUPPORTED: unsupported("Server type", "server type"),
  JRB_DOCKER_VOLUME_TOO_SMALL: row(
    400,
    "docker volume size {sizeGib} GB is not valid, expecting minimum value {minimumGib}GB for {storageDriver} storage driver.",
  ),
  JRB_LABEL_INVALID: issue(400),
  JRB_CLUSTER_INVALID: issue(400),
  JRB_IMAGE_NOT_FOUND: row(400, "Image {image} could not be found."),
  JRB_IMAGE_AMBIGUOUS: several("image", "image"),
  JRB_IMAGE_WITHOUT_OS_DISTRO: row(400, "Image {image} doesn't contain os_distro field."),
  JRB_FLAVOR_NOT_FOUND: row(400, "Unable to find flavor {flavor}."),
  JRB_FLAVOR_WITHOUT_DISK: row(
    400,
    "Flavor with zero root volume size is not supported when boot_volume_size is zero.",
  ),
  JRB_KEYPAIR_NOT_FOUND: row(404, "Unable to find keypair {keypair}."),
  JRB_EXTERNAL_NETWORK_NOT_FOUND: row(400, "Unable to find external network {external_network}."),
  JRB_EXTERNAL_NETWORK_AMBIGUOUS: several("external network", "external_network"),
  JRB_FIXED_NETWORK_NOT_FOUND: row(400, "Unable to find fixed network {fixed_network}."),
  JRB_FIXED_NETWORK_AMBIGUOUS: several("fixed network", "fixed_network"),
  JRB_FIXED_SUBNET_NOT_FOUND: row(400, "Unable to find fixed subnet {fixed_subnet}."),
  JRB_FIXED_SUBNET_AMBIGUOUS: several("fixed subnet", "fixed_subnet"),
  JRB_MASTERS_NEED_LOAD_BALANCER: row(
    400,
    "master_count must be 1 when master_lb_enabled is False",
  ),
  JRB_OPERATION_NOT_ALLOWED: row(400, "{operation} is not supported."),
  JRB_NOTHING_TO_CANCEL: own(400),
  JRB_NOTHING_TO_RETRY: own(400),
  JRB_NOT_SUPPORTED_BY_DRIVER: {
    status: 400,
    text: ({ capability, role }) => {
      if (capability === "credentials") return "Credential rotation is not supported by driver.";
      return capability === "resize" && role !== undefined
        ? `Resizing the ${shown(role)} nodegroup is not supported by this driver.`
        : `'${DRIVER_METHODS.get(shown(capability)) ?? shown(capability)}' is not supported by this driver.`;
    },
  },
  JRB_NODE_COUNT_OUT_OF_RANGE: {
    status: 400,
    text: ({ nodeGroup, minNodeCount, maxNodeCount, minimum }) =>
      `Resizing ${shown(nodeGroup ?? "default-worker")} outside the allowed range: min_node_count = ${shown(
        minNodeCount ?? minimum,
      )}, max_node_count = ${shown(maxNodeCount)}`,
  },
  JRB_CREDENTIAL_LOST: internal,
  JRB_STEP_GIVEN_UP: internal,
  JRB_OPERATION_TIMED_OUT: internal,
  JRB_INFRASTRUCTURE_FAILED: internal,
  JRB_CHANGE_NOT_BEGUN: own(400),
  JRB_CREDENTIALS_FAILED: own(500),
  JRB_CERTIFICATES_FAILED: row(500, "Failed to create certificates for Cluster."),
  JRB_OPERATION_FAILED: internal,
  JRB_OPERATION_CANCELLED: internal,
  JRB_NODE_GROUP_NOT_FOUND: row(404, "Nodegroup {nodeGroup} could not be found."),
  JRB_NODE_GROUP_EXISTS: row(
    409,
    "A node group with name {nodeGroup} already exists in the cluster {cluster}.",
  ),
  JRB_NODE_GROUP_INVALID: row(409, "{attribute} for {nodeGroup} is invalid ({reason})."),
  JRB_NODE_GROUP_IS_DEFAULT: row(400, "Deleting a default nodegroup is not supported."),
  JRB_MASTER_GROUP_NOT_SUPPORTED: row(
    400,
    "Creating master nodegroups is currently not supported.",
  ),
  JRB_CLUSTER_NOT_READY: row(409, "Cluster API address is not available yet"),
  JRB_UPGRADE_TEMPLATE_INVALID: row(409, "Cluster Template is not valid for upgrade: {reason}"),
  JRB_NO_ROTATION_PREPARED: own(400),
  JRB_TLS_DISABLED: row(400, "Rotating the CA certificate on a non-TLS cluster is not supported"),
  JRB_QUOTA_EXCEEDED: row(
    403,
    "Resource limit exceeded: You have reached the maximum clusters per project, {limit}. You may delete a cluster to make room for a new one.",
  ),
  JRB_QUOTA_NOT_FOUND: {
    status: 404,
    text: ({ quota, project, resource }) =>
      `Quota could not be found: ${
        quota === undefined
          ? `project_id ${shown(project)} resource ${shown(resource)}.`
          : `quota id ${shown(quota)} .`
      }`,
  },
  JRB_QUOTA_EXISTS: row(409, "Quota for project {project} already exists for resource {resource}."),
  JRB_PROJECT_NOT_FOUND: row(404, "The project_id {project} could not be found."),
  JRB_VERSION_MISMATCH: own(412),
  JRB_IDEMPOTENCY_KEY_REUSED: own(422),
  JRB_CLOUD_UNAVAILABLE: {
    status: 403,
    text: ({ service, reason }) => {
      const type = shown(service);
      return `${CLIENT_NAMES.get(type) ?? type} connection failed. ${shown(reason)}`;
    },
  },
  JRB_PROJECT_NOT_SERVED: own(403),
  JRB_TLS_NEEDS_CREDENTIAL: own(400),
  JRB_INVALID_CSR: row(400, "Received invalid csr: {reason}."),
  JRB_CSR_FORBIDDEN: row(400, "{reason}"),
  JRB_CERTIFICATE_NOT_FOUND: row(
    404,
    "The certificates of cluster {clusterUuid} could not be found.",
  ),
  JRB_CERT_MANAGER_UNAVAILABLE: row(
    503,
    "The certificates of cluster {clusterUuid} cannot be reached at the moment: the cert manager {certManager} cannot be used.",
  ),
  JRB_NOT_AUTHORIZED: {
    status: 403,
    text: ({ reason, image }) => {
      if (reason === "publish")
        return "Not authorized to set public or hidden flag for cluster template.";
      return image === undefined ? "Not authorized." : `Not authorized for image ${shown(image)}.`;
    },
  },
  JRB_BROKER_UNAVAILABLE: own(503),
  JRB_STORE_CONFLICT: row(409, "The object was changed by another request. Please try again."),
  JRB_STORE_UNAVAILABLE: own(503),
  JRB_STORE_OUTCOME_UNKNOWN: own(503),
  JRB_STORE_SCHEMA: internal,
  JRB_DATABASE_URL: internal,
  JRB_SECRET_UNREADABLE: internal,
  JRB_INTERNAL: internal,
};

/** What goes out for anything that was thrown and is not known. */
export const UNKNOWN_FAULT = "An unknown exception occurred.";

function firstIssue(issues: unknown): string | undefined {
  const first: unknown = Array.isArray(issues) ? issues[0] : undefined;
  return typeof first === "object" && first !== null && "message" in first
    ? shown(first.message)
    : undefined;
}
