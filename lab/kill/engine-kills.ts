import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "@jeroboam/openstack-simulator";
import type { House } from "./house.ts";

/**
 * Kills the database's server and the broker now and then, each at least once as far as time goes,
 * and starts them again. Answers how often.
 */
export async function keepKillingEngines(
  { engines, setEngineDown }: Pick<House, "engines" | "setEngineDown">,
  random: Random,
  stop: AbortSignal,
): Promise<number> {
  let kills = 0;
  const waits = (from: number, to: number) =>
    pause(random.between(from, to), undefined, { signal: stop }).catch(() => undefined);
  while (engines.length > 0 && !stop.aborted) {
    await waits(10_000, 25_000);
    if (stop.aborted) break;
    const engine = engines[kills % engines.length];
    if (!engine) break;
    setEngineDown(true);
    await engine.kill();
    kills += 1;
    await pause(random.between(0, 2000));
    await engine.start();
    // A process that lost its database says so a moment later.
    await pause(3000);
    setEngineDown(false);
  }
  return kills;
}
