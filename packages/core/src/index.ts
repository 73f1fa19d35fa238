export {
  type CertificateAuthorityOptions,
  createCertificateAuthority,
} from "./certificates/certificate-authority.ts";
export { createMemoryCertificateAuthority } from "./certificates/memory-certificate-authority.ts";
export { AUTHORITY_KINDS, type AuthorityKind } from "./certificates/authority-kind.ts";
export type {
  CertManager,
  CertManagerBackend,
  KeyPair,
  NewKeyPair,
} from "./certificates/cert-manager.ts";
export {
  CERT_MANAGER_TYPES,
  type CertManagerType,
  createCertManager,
} from "./certificates/cert-managers.ts";
export { createX509KeyPairCertManager } from "./certificates/x509keypair-cert-manager.ts";
export type { AuthorityCertificate, StoredAuthority } from "./certificates/stored-authority.ts";
export type {
  CertificateAuthority,
  CertificatePort,
  PreparedRotation,
  ServiceAccountKey,
  WantedCertificates,
} from "./certificates/certificate-port.ts";
export { WARNING_DAYS, type WarningDays } from "./certificates/authority-expiry.ts";
export type { SigningTerms } from "./certificates/chosen-profile.ts";
export { AUTHORITY_KEY_TYPES, type AuthorityKeyType } from "./certificates/new-authority.ts";
export {
  KEY_USAGES,
  type KeyUsage,
  REQUESTABLE_EXTENSIONS,
  type RequestableExtension,
} from "./certificates/request-rules.ts";
export { SIGNATURE_HASHES, type SignatureHash } from "./certificates/signature-algorithm.ts";
export {
  type CertificateHolder,
  type CertificateProfile,
  type CertificateUsage,
  DEFAULT_PROFILES,
} from "./certificates/certificate-profile.ts";
export type { ClientConfig, ClientConfigFile } from "./client-config/client-config.ts";
export {
  type ClientSigner,
  type ConfiguredCluster,
  newClientConfig,
} from "./client-config/new-client-config.ts";
export type {
  Cloud,
  CloudConnection,
  AcquireOptions,
  CredentialHolder,
  CredentialStrategy,
  Requester,
} from "./cloud/cloud.ts";
export type {
  CloudResources,
  FlavorReference,
  ImageReference,
  KeypairReference,
  NetworkReference,
  SubnetReference,
} from "./cloud/cloud-resources.ts";
export {
  type ApplicationCredential,
  type ClusterCredential,
  CREDENTIAL_KINDS,
  type CredentialKind,
  type FormerCredential,
  type NodeApplicationCredential,
  type NodeUser,
  type NodeLogin,
  nodeLogin,
  type ServiceUserCredential,
  type TrustCredential,
} from "./cloud/credential.ts";
export {
  CLUSTER_NAME_MAX_LENGTH,
  type Cluster,
  type ClusterRequest,
  clusterNameSchema,
  clusterRequestSchema,
  clusterSchema,
  defaultMasterGroup,
  defaultWorkerGroup,
  HEALTH_STATUSES,
  type HealthStatus,
  masterGroups,
  nodeTotal,
  type Progress,
  workerGroups,
} from "./cluster/cluster.ts";
export {
  type ClusterTemplate,
  type ClusterTemplateChange,
  type ClusterTemplateRequest,
  clusterTemplateRequestSchema,
  clusterTemplateSchema,
} from "./cluster/cluster-template.ts";
export {
  type ClusterType,
  COES,
  type Coe,
  SERVER_TYPES,
  type ServerType,
} from "./cluster/cluster-type.ts";
export { generatedName } from "./cluster/generated-name.ts";
export { knownLabels } from "./cluster/known-labels.ts";
export { type Labels, labelsSchema, mergeLabels } from "./cluster/labels.ts";
export {
  isMaster,
  MASTER_ROLE,
  type NodeGroup,
  type NodeGroupChange,
  type NodeGroupRequest,
  nodeGroupChangeSchema,
  nodeGroupRequestSchema,
  nodeGroupSchema,
  type NodeTaint,
  nodeTaintSchema,
  TAINT_EFFECTS,
  WORKER_ROLE,
} from "./cluster/node-group.ts";
export { requireNodeTaints } from "./cluster/node-labels.ts";
export {
  type Accepted,
  type ClusterDriver,
  type ClusterObservation,
  type ClusterSnapshot,
  type Composition,
  CONTRACT_VERSION,
  type CreateClusterRequest,
  type DriverContext,
  type NodeGroupObservation,
  type ObserveClusterRequest,
  type OperationRequest,
  type UpdateClusterRequest,
  type ValidationIssue,
} from "./driver/contract.ts";
export { defineDriver } from "./driver/define-driver.ts";
export {
  type Capability,
  capabilitiesOf,
  type CertificatesFacet,
  type CredentialsFacet,
  type DriverFacets,
  FACETS,
  type NodeGroupOperationRequest,
  type NodeGroupsFacet,
  type PlanFacet,
  type PlannedResource,
  type ResizeFacet,
  type UpgradeAccepted,
  type UpgradeFacet,
  type UpgradeRequest,
  type CancelFacet,
  type CancelRequest,
  type SurveyContext,
  type SurveyFacet,
  type SurveyRequest,
} from "./driver/facets.ts";
export {
  AFFINITY_POLICIES,
  type AffinityPolicy,
  DEFAULT_OPERATOR_SETTINGS,
  type OperatorSettings,
} from "./driver/operator-settings.ts";
export { type AnyDriver, createDriverRegistry, type DriverRegistry } from "./driver/registry.ts";
export { type Clock, systemClock } from "./engine/clock.ts";
export type { OperationDispatch } from "./engine/dispatch.ts";
export { type Logger, silentLogger } from "./engine/logger.ts";
export { ERROR_CODES, type ErrorCode } from "./errors/catalogue.ts";
export {
  type ErrorDetails,
  isRetryable,
  JeroboamError,
  messageOf,
} from "./errors/jeroboam-error.ts";
export { type ClusterEvent, clusterEventSchema, type NewClusterEvent } from "./events/event.ts";
export type {
  ChangeOptions,
  CreateOptions,
  ClusterConfigOptions,
  RotationOptions,
  SigningRequest,
  ClusterUpgradeRequest,
  HealthReport,
  Identifier,
  PublishOptions,
  ResizeRequest,
  UpdateRequest,
} from "./manager/change-requests.ts";
export type {
  AcceptedChange,
  AcceptedNodeGroup,
  ClusterManager,
  ClusterPlan,
  Clusters,
  ClusterTemplates,
  ManagerView,
  NodeGroupOfCluster,
  NodeGroupPage,
  NodeGroups,
  Quotas,
  Stats,
  WatchOptions,
} from "./manager/cluster-manager.ts";
export {
  type ClusterManagerOptions,
  createClusterManager,
} from "./manager/create-cluster-manager.ts";
export {
  isTerminal,
  OPERATION_KINDS,
  OPERATION_STATES,
  type Operation,
  type OperationKind,
  type OperationState,
  operationSchema,
  STEP_NAMES,
  type StepName,
} from "./operation/operation.ts";
export { nextStep, STEPS } from "./operation/steps.ts";
export {
  type EffectiveQuota,
  type Quota,
  type QuotaRequest,
  type QuotaResource,
  QUOTA_RESOURCES,
  quotaRequestSchema,
} from "./quota/quota.ts";
export type { RecordedRequest, RequestIdentity } from "./request/recorded-request.ts";
export { DEFAULT_OPERATOR_RULES, type OperatorRules } from "./manager/operator-rules.ts";
export type { Notifier, OperationEvent, OperationNotification } from "./engine/notifications.ts";
export type { Retention } from "./manager/pruning.ts";
export { type ConductorService, isUp } from "./service/conductor-service.ts";
export {
  actionOf,
  CLUSTER_STATUSES,
  type ClusterAction,
  type ClusterPhase,
  type ClusterStatus,
  isStatus,
  phaseOf,
  statusOf,
} from "./state/status.ts";
export { type StatusEvent, type Transition, transition } from "./state/transition.ts";
export { type Aggregate, aggregate } from "./state/aggregate.ts";
export { reconcile } from "./state/reconcile.ts";
export { claimedBy, dueAt } from "./operation/claim.ts";
export { deepFreeze } from "./store/deep-freeze.ts";
export { createMemoryStore } from "./store/memory-store.ts";
export { storeConflict } from "./store/store-conflict.ts";
export { writesAlone } from "./store/writes-alone.ts";
export { type RememberedPages, rememberedPages } from "./store/remembered-pages.ts";
export type { OperationClaim, OperationRows } from "./store/operation-rows.ts";
export type { AuthorityRows, CredentialRows, KeyPairRows } from "./store/secret-rows.ts";
export type {
  ClusterQuery,
  ClusterRows,
  ClusterTemplateQuery,
  ClusterTotals,
  CursorRows,
  EventRows,
  OutboxEntry,
  OutboxRows,
  Page,
  QuotaQuery,
  QuotaRows,
  RequestRows,
  ServiceRows,
  Store,
  StoreRows,
  VersionedRows,
} from "./store/store.ts";
export type { Survey, SurveyRows } from "./store/survey-rows.ts";
