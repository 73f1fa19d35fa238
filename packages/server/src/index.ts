export type { CorsOptions } from "./api/cors.ts";
export type { HealthcheckOptions } from "./api/healthcheck.ts";
export { createServer, type Server, type ServerOptions } from "./create-server.ts";
export type { Authenticator } from "./identity/authenticator.ts";
export type { Identity } from "./identity/identity.ts";
export {
  createKeystoneAuthenticator,
  type KeystoneAuthenticatorOptions,
  type ValidatedToken,
} from "./identity/keystone-authenticator.ts";
export { createPolicy, type PolicyOptions, type RuleText } from "./policy/create-policy.ts";
export { POLICY_GENERATIONS, type PolicyGeneration } from "./policy/generation.ts";
export type { Policy, Target } from "./policy/policy.ts";
export { PolicyError, type PolicyErrorCode } from "./policy/policy-error.ts";
export { type PolicyFileOptions, policyFromFile } from "./policy/policy-from-file.ts";
export { RULES, type Rule } from "./policy/rule-names.ts";
