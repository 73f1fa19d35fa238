import { messageOf } from "../errors/jeroboam-error.ts";
import type { OperationDispatch } from "./dispatch.ts";
import { backOffMs } from "./back-off.ts";
import type { EngineParts } from "./engine-parts.ts";

/** What is taken and not removed by then is told again, perhaps by another process. */
const TAKEN_MS = 10_000;
const LIMIT = 100;
/** Another process may have died before it told. */
const LOOK_AGAIN_MS = 2000;

type RelayParts = Pick<
  EngineParts<never>,
  "clock" | "log" | "owner" | "stopping" | "store" | "wakeUp"
>;

/** Publishes what transactions wrote for other processes, at least once, until this process stops. */
export async function keepRelaying(
  parts: RelayParts,
  dispatch: Pick<OperationDispatch, "publish">,
): Promise<void> {
  const { clock, log, stopping, wakeUp } = parts;
  let failures = 0;
  while (!stopping.aborted) {
    const woken = new AbortController();
    const signal = AbortSignal.any([woken.signal, stopping]);
    const wake = wakeUp.next(signal);
    try {
      const told = await relay(parts, dispatch);
      failures = 0;
      if (told < LIMIT) await Promise.race([wake, clock.sleep(LOOK_AGAIN_MS, signal)]);
    } catch (error) {
      failures += 1;
      log.warn(
        { message: messageOf(error), failures },
        "other processes could not be told of operations; they find them in the store",
      );
      await clock.sleep(backOffMs(failures), stopping);
    } finally {
      woken.abort();
    }
  }
}

async function relay(
  { store, clock, owner }: RelayParts,
  dispatch: Pick<OperationDispatch, "publish">,
): Promise<number> {
  const now = clock.now();
  const until = new Date(now.getTime() + TAKEN_MS);
  const entries = await store.outbox.take({ owner, now, until, limit: LIMIT });
  if (entries.length === 0) return 0;
  await dispatch.publish(entries.map(({ operationUuid }) => operationUuid));
  await store.outbox.remove(entries.map(({ id }) => id));
  return entries.length;
}
