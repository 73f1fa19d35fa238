import { setTimeout as pause } from "node:timers/promises";
import type { FaultRule, FaultService, Random } from "@jeroboam/openstack-simulator";
import { CLOUD_SPEED } from "./settings.ts";
import type { House } from "./house.ts";

/** A fault that nobody ran into is taken back then. */
const FAULT_LIFETIME_MS = 3000;
/** Calls that the cloud serves between one fault and the next. */
const CALLS_BETWEEN = [10, 50] as const;

type Weather = (random: Random) => FaultRule;

const SERVICES: readonly FaultService[] = [
  "identity",
  "orchestration",
  "orchestration",
  "compute",
  "network",
  "image",
  "key-manager",
];

function pick<T>(random: Random, from: readonly [T, ...T[]] | readonly T[]): T {
  const found = from[Math.floor(random.next() * from.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}

const service = (random: Random) => pick(random, SERVICES);
const times = (random: Random) => 1 + Math.floor(random.next() * 4);
const realMs = (ms: number) => ms * CLOUD_SPEED;

/** What can go wrong, the frequent first. */
const WEATHERS: readonly Weather[] = [
  (random) => ({ service: service(random), times: times(random), status: 500, error: "Oops" }),
  (random) => ({ service: service(random), times: times(random), status: 503, error: "Later" }),
  (random) => ({ service: service(random), times: times(random), hangUp: "before" }),
  (random) => ({ service: service(random), times: times(random), hangUp: "after" }),
  (random) => ({ service: service(random), times: 6, delayMs: realMs(random.between(50, 600)) }),
  // Longer than a lease.
  (random) => ({ service: service(random), times: 2, delayMs: realMs(5000) }),
  () => ({ service: "orchestration", times: 1, status: 401, error: "Token went stale" }),
  () => ({
    service: "orchestration",
    operation: "updateStack",
    times: 1,
    status: 409,
    error: "Stack is at another action",
  }),
  (random) => ({
    resource: "*server",
    action: pick(random, ["CREATE", "DELETE"] as const),
    reason: "ResourceInError: resources.server: Went to status ERROR",
    times: 1,
  }),
];

/**
 * Lets one thing after another go wrong in the cloud until stopped, and then nothing any more: as often
 * as the cloud is called, so that a slow machine gets no worse weather.
 */
export async function keepStormy(
  { simulator, callsServed }: Pick<House, "simulator" | "callsServed">,
  random: Random,
  stop: AbortSignal,
): Promise<void> {
  const { faults } = simulator;
  let nextAt = 0;
  while (!stop.aborted) {
    await pause(20, undefined, { signal: stop }).catch(() => undefined);
    if (callsServed() < nextAt) continue;
    nextAt = callsServed() + random.between(...CALLS_BETWEEN);
    const takeBack = faults.add(pick(random, WEATHERS)(random));
    setTimeout(takeBack, FAULT_LIFETIME_MS).unref();
  }
  faults.clear();
}
