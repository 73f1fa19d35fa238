import { type Clock, type Logger, messageOf } from "@jeroboam/core";
import { within } from "../within.ts";
import { mayBeRevoked, type TokenFacts, type TokenRevocation } from "./token-facts.ts";

export interface RevocationsOptions {
  /** Asks Keystone what it took back since then. */
  list(since: Date): Promise<readonly TokenRevocation[]>;
  /** How old the answer may be. */
  readonly everyMs: number;
  /** For how long tokens are believed: what was taken back before need not be known. */
  readonly cacheMs: number;
  readonly clock: Pick<Clock, "now">;
  readonly log: Pick<Logger, "warn">;
}

/** What Keystone took back, so that tokens that are remembered do not outlive it. */
export interface Revocations {
  /** Undefined where it is known what was taken back until a moment ago; else asks for it. Never throws. */
  refresh(): Promise<void> | undefined;
  /** Whether the token may be among what was taken back. */
  covers(facts: TokenFacts): boolean;
}

/** A question may take longer than Keystone's clock is ahead of ours. */
const OVERLAP_MS = 60_000;
/** Requests wait for the answer, and no longer than that. */
const PATIENCE_MS = 2000;

/**
 * Asks Keystone for revocations while tokens come, and no more often than it is told.
 *
 * Where Keystone does not say, tokens are believed for as long as they are remembered, as Magnum's
 * middleware does.
 *
 * @differs keystonemiddleware stopped asking in its release 7.0
 */
export function createRevocations(
  options: RevocationsOptions,
  found: (revocations: readonly TokenRevocation[]) => void,
): Revocations {
  const { everyMs, cacheMs, clock, log } = options;
  let askedMs = Number.NEGATIVE_INFINITY;
  let heardMs = Number.NEGATIVE_INFINITY;
  let recent: readonly TokenRevocation[] = [];
  let underWay: Promise<void> | undefined;
  let complained = false;

  const ask = async () => {
    const now = clock.now().getTime();
    const since = new Date(Math.max(heardMs, now - cacheMs) - OVERLAP_MS);
    try {
      const listed = await within(PATIENCE_MS, options.list(since));
      const known = new Set(recent.map(identify));
      const fresh = listed.filter((one) => !known.has(identify(one)));
      const kept = now - cacheMs - OVERLAP_MS;
      recent = [...recent.filter(({ issuedBefore }) => issuedBefore.getTime() > kept), ...fresh];
      if (fresh.length > 0) found(fresh);
      complained = false;
      heardMs = now;
    } catch (error) {
      if (!complained)
        log.warn(
          { error: messageOf(error), rememberedMs: cacheMs },
          "Keystone does not say which tokens it took back; they are believed for as long as they are remembered",
        );
      complained = true;
    }
    // Also after a failure: it must not cost every request a question.
    askedMs = now;
  };

  return {
    refresh() {
      if (clock.now().getTime() < askedMs + everyMs) return undefined;
      underWay ??= ask().finally(() => (underWay = undefined));
      return underWay;
    },
    covers: (facts) => recent.some((revocation) => mayBeRevoked(facts, revocation)),
  };
}

function identify(revocation: TokenRevocation): string {
  return JSON.stringify(revocation);
}
