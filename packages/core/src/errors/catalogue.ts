/** Every code that core throws, with what it means. Codes are never reused. */
export const ERROR_CODES = {
  JRB_INVALID_REQUEST:
    "A request does not have the shape it must have; `details.issues` lists where.",
  JRB_CLUSTER_NOT_FOUND: "No cluster of that name or uuid is visible to the requester.",
  JRB_CLUSTER_AMBIGUOUS: "Several visible clusters have that name; use the uuid.",
  JRB_TEMPLATE_NOT_FOUND: "No cluster template of that name or uuid is visible to the requester.",
  JRB_TEMPLATE_AMBIGUOUS: "Several visible cluster templates have that name; use the uuid.",
  JRB_TEMPLATE_EXISTS: "A cluster template with that uuid is there already.",
  JRB_TEMPLATE_IN_USE: "The cluster template is referenced by clusters; delete them first.",
  JRB_CLUSTER_TYPE_NOT_SUPPORTED: "No registered driver provides (server type, os, coe).",
  JRB_DRIVER_AMBIGUOUS: "Several drivers provide (server type, os, coe); name one.",
  JRB_DRIVER_NOT_FOUND: "No driver of that name is registered.",
  JRB_DRIVER_INCOMPATIBLE:
    "A driver cannot be registered: contract version, name or services do not fit.",
  JRB_COE_NOT_SUPPORTED: "No rules are known for the COE.",
  JRB_NETWORK_DRIVER_NOT_SUPPORTED: "The COE does not work with that network driver.",
  JRB_VOLUME_DRIVER_NOT_SUPPORTED: "The COE does not work with that volume driver.",
  JRB_SERVER_TYPE_NOT_SUPPORTED: "The COE does not run on that server type.",
  JRB_DOCKER_VOLUME_TOO_SMALL: "The storage driver needs a larger docker volume.",
  JRB_LABEL_INVALID: "A label is unknown to the driver or has a value it refuses.",
  JRB_CLUSTER_INVALID: "The driver cannot make such a cluster; `details.issues` says why.",
  JRB_IMAGE_NOT_FOUND: "The image does not exist or is not visible.",
  JRB_IMAGE_AMBIGUOUS: "Several images have that name; use the id.",
  JRB_IMAGE_WITHOUT_OS_DISTRO: "The image lacks the property os_distro.",
  JRB_FLAVOR_NOT_FOUND: "The flavor does not exist or is not visible.",
  JRB_KEYPAIR_NOT_FOUND: "The requester has no keypair of that name.",
  JRB_EXTERNAL_NETWORK_NOT_FOUND: "No external network of that name or id.",
  JRB_EXTERNAL_NETWORK_AMBIGUOUS: "Several external networks have that name; use the id.",
  JRB_FIXED_NETWORK_NOT_FOUND: "No network of that name or id.",
  JRB_FIXED_NETWORK_AMBIGUOUS: "Several networks have that name; use the id.",
  JRB_FIXED_SUBNET_NOT_FOUND: "No subnet of that name or id.",
  JRB_FIXED_SUBNET_AMBIGUOUS: "Several subnets have that name; use the id.",
  JRB_MASTERS_NEED_LOAD_BALANCER: "More than one master needs master_lb_enabled.",
  JRB_OPERATION_NOT_ALLOWED: "The cluster's status does not allow the operation.",
  JRB_NOT_SUPPORTED_BY_DRIVER: "The cluster's driver does not offer the facet.",
  JRB_NODE_COUNT_OUT_OF_RANGE: "The node count is outside what the node group or driver allows.",
  JRB_CREDENTIAL_LOST:
    "The process that held the requester's token died before the cluster had a credential; delete the cluster and create it again.",
  JRB_STEP_GIVEN_UP:
    "A step took longer than a claim lasts, or its process stopped; it is tried again.",
  JRB_OPERATION_TIMED_OUT: "The operation did not come to its end before its deadline.",
  JRB_INFRASTRUCTURE_FAILED:
    "The infrastructure says that the operation failed; the message names the failed leaf.",
  JRB_CREDENTIALS_FAILED: "The cluster's own credential could not be made.",
  JRB_CERTIFICATES_FAILED: "The cluster's certificate authority could not be made.",
  JRB_OPERATION_FAILED:
    "An operation that was waited for failed; `details.error` has its code and reason.",
  JRB_OPERATION_CANCELLED: "A later request, such as delete, overtook the operation.",
  JRB_NODE_GROUP_NOT_FOUND: "The cluster has no node group of that name or uuid.",
  JRB_PROJECT_NOT_SERVED:
    "Clusters cannot be made in the project: the cloud gives clusters no credential, and its own session belongs to another project.",
  JRB_TLS_NEEDS_CREDENTIAL:
    "Nodes cannot fetch certificates because the cloud gives clusters no credential; set tls_disabled or configure one.",
  JRB_INVALID_CSR: "The certificate request cannot be read, or its signature is not its own.",
  JRB_CERTIFICATE_NOT_FOUND: "The cluster has no certificate authority (any more).",
  JRB_NOT_AUTHORIZED: "The requester may not do this.",
  JRB_STORE_CONFLICT: "Somebody else changed the row first; read it again.",
  JRB_INTERNAL: "A fault of ours; please report it with its cause.",
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;
