import { type Clock, systemClock } from "@jeroboam/core";

/** Time that passes faster than the world's by a factor. */
export function hurriedClock(factor: number): Clock {
  const begin = Date.now();
  return {
    now: () => new Date(begin + (Date.now() - begin) * factor),
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}
