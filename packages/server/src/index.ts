export { createServer, type Server, type ServerOptions } from "./create-server.ts";
export type { Authenticator } from "./identity/authenticator.ts";
export type { Identity } from "./identity/identity.ts";
export {
  createKeystoneAuthenticator,
  type KeystoneAuthenticatorOptions,
  type ValidatedToken,
} from "./identity/keystone-authenticator.ts";
