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

export type { Catalog, EndpointChoice, EndpointInterface } from "./session/catalog.ts";
export { endpointUrl, findEndpointUrl } from "./session/catalog.ts";
export type { CloudsYamlTexts } from "./session/clouds-yaml.ts";
export { parseCloudsYaml } from "./session/clouds-yaml.ts";
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
export { collect } from "./transport/pages.ts";
export type { Query } from "./transport/query.ts";
export type { HttpMethod, HttpReply } from "./transport/send.ts";
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
export { findStackOutput, listStackOutputs } from "./orchestration/stack-output.ts";
export type { ListStacksFilter, StackChange, StackRequest } from "./orchestration/stack-request.ts";
export type { StackResource } from "./orchestration/stack-resource.ts";
export {
  findStackResource,
  getStackResourceMetadata,
  listStackResources,
  signalStackResource,
} from "./orchestration/stack-resource.ts";
export type { TemplateValidation } from "./orchestration/template.ts";
export { getStackTemplate, validateTemplate } from "./orchestration/template.ts";
