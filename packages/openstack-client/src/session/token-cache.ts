import { AuthenticationError } from "../errors/http-errors.ts";
import type { Token } from "./token.ts";

/** A token is renewed when it has less than this to live. */
const RENEW_BEFORE_MS = 60_000;

/** Keeps one token and makes the next one once, however many ask for it at the same time. */
export interface TokenCache {
  /** The token kept while it is good, else a new one. */
  get(): Promise<Token>;
  /** A token other than the refused one: the one kept, where it changed meanwhile, else a new one. */
  replace(refusedId: string): Promise<Token>;
}

/**
 * @param renewable - False for a token that somebody gave: it is kept whatever its age, and cannot
 * be replaced.
 */
export function createTokenCache(
  issue: () => Promise<Token>,
  clock: { now(): Date },
  renewable: boolean,
): TokenCache {
  let kept: Token | undefined;
  let pending: Promise<Token> | undefined;

  const renew = () => {
    pending ??= issue()
      .then((token) => (kept = token))
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  const isGood = (token: Token) =>
    !renewable ||
    token.expiresAt === undefined ||
    token.expiresAt.getTime() - clock.now().getTime() > RENEW_BEFORE_MS;

  return {
    get: async () => (kept !== undefined && isGood(kept) ? kept : renew()),
    replace: async (refusedId) => {
      if (!renewable) {
        throw new AuthenticationError(
          "The given token is not accepted (any more) and there are no credentials to renew it",
        );
      }
      if (kept?.id === refusedId) kept = undefined;
      return kept !== undefined && isGood(kept) ? kept : renew();
    },
  };
}
