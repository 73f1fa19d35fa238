import type { Identity } from "./identity.ts";

/** Finds out who a token belongs to. */
export interface Authenticator {
  /** Where clients get tokens, for the answer that asks for one. */
  readonly identityUrl: string;
  /** Undefined when the token is not valid; throws when that cannot be found out now. */
  authenticate(token: string): Promise<Identity | undefined>;
}
