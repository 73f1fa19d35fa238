import { messageOf } from "../errors/jeroboam-error.ts";
import { backOffMs } from "./back-off.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Another process may have stored something without waking this one. */
const LOOK_AGAIN_MS = 2000;

/** What is told to others, and what the log says where that fails. */
export interface Telling {
  /** Tells what is there, up to the limit; answers how much that was. */
  once(): Promise<number>;
  /** With as many told there may be more. */
  readonly limit: number;
  readonly complaint: string;
}

/**
 * Tells as soon as there is something to tell, until this process stops; what fails is told again, less
 * and less often.
 */
export async function keepTelling(
  {
    clock,
    log,
    stopping,
    wakeUp,
  }: Pick<EngineParts<never>, "clock" | "log" | "stopping" | "wakeUp">,
  { once, limit, complaint }: Telling,
): Promise<void> {
  let failures = 0;
  while (!stopping.aborted) {
    const woken = new AbortController();
    const signal = AbortSignal.any([woken.signal, stopping]);
    // Before the look, so that what is stored meanwhile is looked for at once.
    const wake = wakeUp.next(signal);
    try {
      const told = await once();
      failures = 0;
      if (told < limit) await Promise.race([wake, clock.sleep(LOOK_AGAIN_MS, signal)]);
    } catch (error) {
      failures += 1;
      log.warn({ message: messageOf(error), failures }, complaint);
      await clock.sleep(backOffMs(failures), stopping);
    } finally {
      woken.abort();
    }
  }
}
