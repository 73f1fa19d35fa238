export {
  AmbiguousNameError,
  EndpointNotFoundError,
  InvalidRequestError,
} from "./errors/caller-errors.ts";
export { NetworkError, TimeoutError } from "./errors/connection-errors.ts";
export {
  AuthenticationError,
  HttpStatusError,
  isNotFound,
  UnexpectedResponseError,
} from "./errors/http-errors.ts";
export { OpenStackError } from "./errors/openstack-error.ts";

export type {
  Catalog,
  EndpointChoice,
  EndpointInterface,
  EndpointPreference,
} from "./session/catalog.ts";
export { endpointUrl, findEndpointUrl } from "./session/catalog.ts";
export type { CloudsYamlTexts } from "./session/clouds-yaml.ts";
export { parseCloudsYaml } from "./session/clouds-yaml.ts";
export type { CallMeter } from "./session/call-meter.ts";
export { createCallMeter } from "./session/call-meter.ts";
export { loadCloudsYaml, loadSessionOptions } from "./session/clouds-yaml-file.ts";
export { sessionOptionsFromEnvironment } from "./session/environment.ts";
export type { ServiceType } from "./session/service-type.ts";
export { serviceTypes } from "./session/service-type.ts";
export type { Session } from "./session/session.ts";
export { createSession } from "./session/session.ts";
export type {
  ApplicationCredentialAuth,
  Auth,
  DomainReference,
  PasswordAuth,
  RetryChoice,
  Scope,
  SessionOptions,
  TokenAuth,
  UserReference,
} from "./session/session-options.ts";
export type { Token, TokenDescription } from "./session/token.ts";
export { deleted, undefinedIfAbsent } from "./transport/absence.ts";
export { collect } from "./transport/pages.ts";
export type { Query } from "./transport/query.ts";
export type { HttpMethod, HttpReply } from "./transport/send.ts";
export { tlsFetch } from "./transport/tls-fetch.ts";
export type { TlsOptions } from "./transport/tls-options.ts";
export type { ClientOptions, ServiceClient, ServiceRequest } from "./transport/service-client.ts";

export { revokeToken, validateToken } from "./identity/token.ts";

export type { Stack, StackPreview, StackSummary } from "./orchestration/stack.ts";
export {
  cancelStackUpdate,
  createStack,
  deleteStack,
  findStack,
  getStack,
  listStacks,
  patchStack,
  previewStack,
  updateStack,
} from "./orchestration/stack.ts";
export type { StackEvent } from "./orchestration/stack-event.ts";
export { listStackEvents } from "./orchestration/stack-event.ts";
export type { StackOutput } from "./orchestration/stack-output.ts";
export { findStackOutput, getStackOutput, listStackOutputs } from "./orchestration/stack-output.ts";
export type { ListStacksFilter, StackChange, StackRequest } from "./orchestration/stack-request.ts";
export type { StackResource } from "./orchestration/stack-resource.ts";
export {
  findStackResource,
  getStackResource,
  getStackResourceMetadata,
  listStackResources,
  signalStackResource,
} from "./orchestration/stack-resource.ts";
export type { TemplateValidation } from "./orchestration/template.ts";
export { getStackTemplate, validateTemplate } from "./orchestration/template.ts";

export type { User, UserRequest } from "./identity/user.ts";
export { createUser, deleteUser, findUser, getUser, listUsers } from "./identity/user.ts";
export type { Project, ProjectRequest } from "./identity/project.ts";
export {
  createProject,
  deleteProject,
  findProject,
  getProject,
  listProjects,
} from "./identity/project.ts";
export type { Domain, DomainRequest } from "./identity/domain.ts";
export {
  createDomain,
  deleteDomain,
  findDomain,
  getDomain,
  listDomains,
} from "./identity/domain.ts";
export type { Network, NetworkRequest } from "./network/network.ts";
export {
  createNetwork,
  deleteNetwork,
  findNetwork,
  getNetwork,
  listNetworks,
  matchNetworks,
} from "./network/network.ts";
export type { Subnet, SubnetRequest } from "./network/subnet.ts";
export {
  createSubnet,
  deleteSubnet,
  findSubnet,
  getSubnet,
  listSubnets,
  matchSubnets,
} from "./network/subnet.ts";
export type { Port, PortRequest } from "./network/port.ts";
export { createPort, deletePort, findPort, getPort, listPorts } from "./network/port.ts";
export type {
  SecurityGroup,
  SecurityGroupRequest,
  SecurityGroupRule,
} from "./network/security-group.ts";
export {
  createSecurityGroup,
  createSecurityGroupRule,
  deleteSecurityGroup,
  findSecurityGroup,
  getSecurityGroup,
  listSecurityGroups,
} from "./network/security-group.ts";
export type { Router, RouterRequest } from "./network/router.ts";
export {
  addRouterInterface,
  createRouter,
  deleteRouter,
  findRouter,
  getRouter,
  listRouters,
  removeRouterInterface,
} from "./network/router.ts";
export type { FloatingIp, FloatingIpRequest } from "./network/floating-ip.ts";
export {
  createFloatingIp,
  deleteFloatingIp,
  getFloatingIp,
  listFloatingIps,
} from "./network/floating-ip.ts";
export type {
  ApplicationCredential,
  ApplicationCredentialRequest,
  CreatedApplicationCredential,
} from "./identity/application-credential.ts";
export {
  createApplicationCredential,
  deleteApplicationCredential,
  findApplicationCredential,
  listApplicationCredentials,
} from "./identity/application-credential.ts";
export type { Role, RoleAssignment } from "./identity/role.ts";
export { assignRole, findRole, listRoles, unassignRole } from "./identity/role.ts";
export type { Revocation } from "./identity/revocation.ts";
export { listRevocations } from "./identity/revocation.ts";
export type { Trust, TrustRequest } from "./identity/trust.ts";
export { createTrust, deleteTrust, getTrust, listTrusts } from "./identity/trust.ts";
export type { Flavor } from "./compute/flavor.ts";
export { findFlavor, getFlavor, listFlavors, matchFlavors } from "./compute/flavor.ts";
export type { Keypair } from "./compute/keypair.ts";
export { createKeypair, deleteKeypair, findKeypair, listKeypairs } from "./compute/keypair.ts";
export type { ComputeLimits, ComputeQuota } from "./compute/quota.ts";
export { getComputeLimits, getComputeQuota } from "./compute/quota.ts";
export type { Server } from "./compute/server.ts";
export {
  createServer,
  deleteServer,
  findServer,
  getServer,
  getServerConsoleLog,
  listServers,
  rebootServer,
} from "./compute/server.ts";
export type { ServerRequest } from "./compute/server-request.ts";
export type { NetworkQuota, NetworkQuotaDetail } from "./network/quota.ts";
export { getNetworkQuota } from "./network/quota.ts";
export type { NetworkExtension } from "./network/extension.ts";
export { listNetworkExtensions } from "./network/extension.ts";
export type { Secret, SecretRequest } from "./key-manager/secret.ts";
export {
  createSecret,
  deleteSecret,
  findSecret,
  getSecretPayload,
  listSecrets,
} from "./key-manager/secret.ts";
export type {
  SecretConsumer,
  SecretContainer,
  SecretContainerRequest,
} from "./key-manager/container.ts";
export {
  addSecretConsumer,
  createSecretContainer,
  deleteSecretContainer,
  findSecretContainer,
  listSecretContainers,
  removeSecretConsumer,
} from "./key-manager/container.ts";
export type { Image, ListImagesFilter } from "./image/image.ts";
export { findImage, getImage, listImages, matchImages } from "./image/image.ts";
export type {
  ClusterTemplate,
  ClusterTemplateRequest,
} from "./container-infra/cluster-template.ts";
export {
  createClusterTemplate,
  deleteClusterTemplate,
  findClusterTemplate,
  getClusterTemplate,
  listClusterTemplates,
  patchClusterTemplate,
} from "./container-infra/cluster-template.ts";
export type { Cluster, ClusterRequest, ClusterSummary } from "./container-infra/cluster.ts";
export {
  createCluster,
  deleteCluster,
  findCluster,
  getCluster,
  listClusters,
  patchCluster,
  resizeCluster,
} from "./container-infra/cluster.ts";
export type { AuthorityType, CertificateRequest } from "./container-infra/certificate.ts";
export {
  getCaCertificate,
  rotateCaCertificate,
  signCertificate,
} from "./container-infra/certificate.ts";
export type { JsonPatch } from "./container-infra/json-patch.ts";
