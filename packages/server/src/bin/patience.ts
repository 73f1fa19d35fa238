import { type Clock, isRetryable, type Logger, messageOf, systemClock } from "@jeroboam/core";

export interface Patience {
  readonly log: Logger;
  /** Ends the waiting. */
  readonly stopping: AbortSignal;
  readonly clock?: Pick<Clock, "sleep">;
}

const FIRST_MS = 500;
const MOST_MS = 15_000;

/** What Node and the databases' clients say of somebody who is not there now. */
const AWAY = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "PROTOCOL_CONNECTION_LOST",
  // PostgreSQL starts up or shuts down.
  "57P01",
  "57P03",
]);
/** Causes of causes of causes. */
const DEEPEST = 5;

/**
 * Tries until it works, where whoever is asked may only be away for now. What a wrong setting causes
 * is thrown at once.
 *
 * @param what - such as `the database`
 */
export async function untilThere<T>(
  what: string,
  attempt: () => Promise<T>,
  { log, stopping, clock = systemClock }: Patience,
): Promise<T> {
  for (let waitMs = FIRST_MS; ; waitMs = Math.min(waitMs * 2, MOST_MS)) {
    stopping.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!isAway(error)) throw error;
      log.warn(
        { message: messageOf(error), nextTryMs: waitMs },
        `${what} cannot be reached; trying again`,
      );
    }
    await clock.sleep(waitMs, stopping);
  }
}

/** Whether an error says that somebody is not there, and not that something is wrong. */
export function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > DEEPEST) return false;
  if (isRetryable(error)) return true;
  if ("code" in error && typeof error.code === "string" && AWAY.has(error.code)) return true;
  // Of several addresses each has an error of its own.
  if (error instanceof AggregateError) return error.errors.some((one) => isAway(one, depth + 1));
  return "cause" in error && isAway(error.cause, depth + 1);
}
