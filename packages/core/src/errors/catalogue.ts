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
  JRB_NOTHING_TO_CANCEL: "Nothing is under way on the cluster that could be cancelled.",
  JRB_NOTHING_TO_RETRY: "The cluster shows no failure that could be tried again.",
  JRB_NOT_SUPPORTED_BY_DRIVER: "The cluster's driver does not offer the facet.",
  JRB_NODE_COUNT_OUT_OF_RANGE: "The node count is outside what the node group or driver allows.",
  JRB_CREDENTIAL_LOST:
    "The process that held the requester's token stopped, or Keystone did not answer it in time; retry, or delete the cluster.",
  JRB_STEP_GIVEN_UP:
    "A step took longer than a claim lasts, or its process stopped; it is tried again.",
  JRB_OPERATION_TIMED_OUT: "The operation did not come to its end before its deadline.",
  JRB_INFRASTRUCTURE_FAILED:
    "The infrastructure says that the operation failed; the message names the failed leaf.",
  JRB_CHANGE_NOT_BEGUN:
    "The driver refused a change before anything of it was begun; the cluster shows what it showed before.",
  JRB_CREDENTIALS_FAILED: "The cluster's own credential could not be made.",
  JRB_CERTIFICATES_FAILED: "The cluster's certificate authority could not be made.",
  JRB_OPERATION_FAILED:
    "An operation that was waited for failed; `details.error` has its code and reason.",
  JRB_OPERATION_CANCELLED:
    "The operation was cancelled, or a later request, such as delete, overtook it.",
  JRB_NODE_GROUP_NOT_FOUND: "The cluster has no node group of that name or uuid.",
  JRB_NODE_GROUP_EXISTS: "The cluster has a node group of that name already.",
  JRB_NODE_GROUP_INVALID: "A node group cannot be as it was asked for; `details.reason` says why.",
  JRB_NODE_GROUP_IS_DEFAULT: "A cluster's default node groups go only with the cluster.",
  JRB_MASTER_GROUP_NOT_SUPPORTED: "Only the default node group has masters.",
  JRB_CLUSTER_NOT_READY: "The cluster has no API address yet; wait until it is complete.",
  JRB_UPGRADE_TEMPLATE_INVALID: "The cluster cannot be upgraded to that cluster template.",
  JRB_NO_ROTATION_PREPARED:
    "A rotation can be completed only when it was prepared and all nodes took it over.",
  JRB_TLS_DISABLED: "The cluster works without certificates, so there is none to rotate.",
  JRB_QUOTA_EXCEEDED: "The project has as many clusters as it may have.",
  JRB_QUOTA_NOT_FOUND: "The project has no quota of its own for the resource.",
  JRB_QUOTA_EXISTS: "The project has a quota for the resource already; change that one.",
  JRB_PROJECT_NOT_FOUND: "The cloud knows no project of that id.",
  JRB_NETWORK_DRIVER_NOT_ALLOWED: "The operator does not allow that network driver.",
  JRB_FLAVOR_WITHOUT_DISK: "The flavor has no disk, so the nodes need a boot volume.",
  JRB_VERSION_MISMATCH: "The object is not the version that the request was made for any more.",
  JRB_IDEMPOTENCY_KEY_REUSED: "The idempotency key belongs to another request.",
  JRB_CLOUD_UNAVAILABLE: "A service of the cloud could not be asked, or refused the requester.",
  JRB_PROJECT_NOT_SERVED:
    "Clusters cannot be made in the project: the cloud gives clusters no credential, and its own session belongs to another project.",
  JRB_TLS_NEEDS_CREDENTIAL:
    "Nodes cannot fetch certificates because the cloud gives clusters no credential; set tls_disabled or configure one.",
  JRB_INVALID_CSR: "The certificate request cannot be read, or its signature is not its own.",
  JRB_CSR_FORBIDDEN: "The certificate request asks for what its sender may not have.",
  JRB_CERTIFICATE_NOT_FOUND: "The cluster has no certificate authority (any more).",
  JRB_CERT_MANAGER_UNAVAILABLE:
    "What keeps the clusters' certificates, such as Barbican, does not answer or cannot be used.",
  JRB_NOT_AUTHORIZED: "The requester may not do this.",
  JRB_BROKER_UNAVAILABLE:
    "The message broker took no operations; other processes find them in the store.",
  JRB_STORE_CONFLICT: "Somebody else changed the row first; read it again.",
  JRB_STORE_UNAVAILABLE:
    "The database did not answer, or refused again and again; nothing was written.",
  JRB_STORE_OUTCOME_UNKNOWN:
    "The connection to the database was lost while it stored a change; look whether the change is there.",
  JRB_STORE_SCHEMA: "The database has another schema than this version wants.",
  JRB_DATABASE_URL: "The url of the database cannot be read, or is of a kind that is not allowed.",
  JRB_SECRET_UNREADABLE: "A stored secret, or the file of keys that opens it, cannot be read.",
  JRB_INTERNAL: "A fault of ours; please report it with its cause.",
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;
