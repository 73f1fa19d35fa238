import { systemClock } from "@jeroboam/core";

/** Waits for the work, and no longer than that. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race([work, systemClock.sleep(ms, done.signal)]);
  } finally {
    done.abort();
  }
}
