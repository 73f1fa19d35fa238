import type { Clock } from "./clock.ts";

const WINDOW_MS = 60_000;
/** About as many calls as a full look at one cluster costs. */
export const FULL_LOOK_CALLS = 3;

/** Counts the calls that looking at infrastructure costs this process, as far as core can tell. */
export interface LookMeter {
  count(calls: number): void;
  /** How many in the last minute. */
  perMinute(): number;
}

export function createLookMeter(clock: Pick<Clock, "now">): LookMeter {
  const looked: { readonly at: number; readonly calls: number }[] = [];
  const forgetOld = () => {
    const oldest = clock.now().getTime() - WINDOW_MS;
    while (looked[0] && looked[0].at <= oldest) looked.shift();
  };
  return {
    count(calls) {
      forgetOld();
      looked.push({ at: clock.now().getTime(), calls });
    },
    perMinute() {
      forgetOld();
      return looked.reduce((sum, { calls }) => sum + calls, 0);
    },
  };
}
