import type { Clock } from "@jeroboam/core";
import type { Identity } from "./identity.ts";
import type { TokenFacts } from "./token-facts.ts";

/** What is believed of a token, and until when. */
export interface KnownToken {
  readonly identity: Identity;
  readonly facts: TokenFacts;
  readonly untilMs: number;
}

/** What a process remembers of tokens. */
export interface KnownTokens {
  recall(key: string): KnownToken | undefined;
  remember(key: string, known: KnownToken): void;
  /** Forgets those to which that applies. */
  forget(isRevoked: (facts: TokenFacts) => boolean): void;
}

/**
 * Remembers a number of tokens by a key, and forgets first whom it has not seen for longest.
 *
 * A map of our own: what is asked tens of thousands of times a second is one lookup and two moves.
 */
export function createKnownTokens(clock: Pick<Clock, "now">, most: number): KnownTokens {
  // The least recently used comes first.
  const known = new Map<string, KnownToken>();
  return {
    recall(key) {
      const entry = known.get(key);
      if (!entry) return undefined;
      known.delete(key);
      if (entry.untilMs <= clock.now().getTime()) return undefined;
      known.set(key, entry);
      return entry;
    },
    remember(key, entry) {
      known.set(key, entry);
      const oldest = known.keys().next();
      if (known.size > most && !oldest.done) known.delete(oldest.value);
    },
    forget(isRevoked) {
      for (const [key, { facts }] of known) if (isRevoked(facts)) known.delete(key);
    },
  };
}
