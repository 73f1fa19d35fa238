import type { ClusterEvent } from "../events/event.ts";
import type { WatchOptions } from "./cluster-manager.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";

/** Another process may have stored events without waking this one. */
const LOOK_AGAIN_MS = 1000;

/**
 * Events as they are stored, without gap or repeat, until the signal aborts or the manager closes.
 *
 * The position is taken at the call, so that what happens before the first `next()` is not missed.
 */
export function watchEvents<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
  options: WatchOptions,
): AsyncIterable<ClusterEvent> {
  const start =
    options.after === undefined ? parts.store.events.latest() : Promise.resolve(options.after);
  // Reported at the first `next()`; an iterable that nobody reads must not end the process.
  start.catch(() => undefined);
  return follow(parts, asking, options, start);
}

async function* follow<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
  options: WatchOptions,
  start: Promise<number>,
): AsyncGenerator<ClusterEvent, void, void> {
  const { store, clock, wakeUp, stopping } = parts;
  const requester = await asking();
  const filter = {
    ...(options.clusterUuid === undefined ? {} : { clusterUuid: options.clusterUuid }),
    ...(requester.isAdmin ? {} : { projectId: requester.projectId }),
  };
  const stop = options.signal ? AbortSignal.any([stopping, options.signal]) : stopping;
  let position = await start;
  while (!stop.aborted) {
    const woken = new AbortController();
    const signal = AbortSignal.any([woken.signal, stop]);
    const next = wakeUp.next(signal);
    const latest = await store.events.latest();
    const events = await store.events.after(position, filter);
    if (events.length === 0) position = Math.max(position, latest);
    if (events.length === 0) await Promise.race([next, clock.sleep(LOOK_AGAIN_MS, signal)]);
    woken.abort();
    for (const event of events) {
      if (stop.aborted) return;
      position = event.sequence;
      yield event;
    }
  }
}
