export { barbicanCertManager } from "./barbican-cert-manager.ts";
export {
  type OpenStackCloudOptions,
  openStackCloud,
  type OpenStackServices,
} from "./openstack-cloud.ts";
export type { NewStack, ObservedResource, ObservedStack, Orchestration } from "./orchestration.ts";
export {
  type ApplicationCredentialOptions,
  applicationCredentials,
} from "./application-credentials.ts";
export {
  type ServiceUserCredentialOptions,
  serviceUserCredentials,
} from "./service-user-credentials.ts";
export { type TrustCredentialOptions, trustCredentials } from "./trust-credentials.ts";
