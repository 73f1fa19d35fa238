import type { OperationDispatch } from "./dispatch.ts";
import type { EngineParts } from "./engine-parts.ts";
import { keepTelling } from "./keep-telling.ts";

/** What is taken and not removed by then is told again, perhaps by another process. */
const TAKEN_MS = 10_000;
const LIMIT = 100;

type RelayParts = Pick<
  EngineParts<never>,
  "clock" | "log" | "owner" | "stopping" | "store" | "wakeUp"
>;

/** Publishes what transactions wrote for other processes, at least once, until this process stops. */
export async function keepRelaying(
  parts: RelayParts,
  dispatch: Pick<OperationDispatch, "publish">,
): Promise<void> {
  await keepTelling(parts, {
    once: () => relay(parts, dispatch),
    limit: LIMIT,
    complaint: "other processes could not be told of operations; they find them in the store",
  });
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
