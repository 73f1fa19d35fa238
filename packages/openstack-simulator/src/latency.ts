import type { Random } from "./random.ts";

/** From how many to how many simulated milliseconds something takes. */
export type LatencyRange = readonly [minimumMs: number, maximumMs: number];

/** What takes time in the simulated cloud. */
export interface LatencyTable {
  /** From a server's request to ACTIVE. */
  readonly serverBuild: LatencyRange;
  /** From a server's delete request to its disappearance. */
  readonly serverDelete: LatencyRange;
  /** From a server being ACTIVE to its guest signalling. */
  readonly guestBoot: LatencyRange;
  /** What Heat needs for any one resource, beside the service's own time. */
  readonly heatResource: LatencyRange;
  /** What Heat needs to begin and to end a stack. */
  readonly heatStack: LatencyRange;
  /** From a volume's request to available. */
  readonly volumeBuild: LatencyRange;
  /** From a change of a load balancer to ACTIVE. */
  readonly loadBalancerBuild: LatencyRange;
}

/** About what a small cloud shows: a node of a cluster is up after half a minute. */
export const defaultLatency: LatencyTable = {
  serverBuild: [6000, 10_000],
  serverDelete: [1500, 3000],
  guestBoot: [12_000, 18_000],
  heatResource: [200, 600],
  heatStack: [300, 700],
  volumeBuild: [1500, 3000],
  loadBalancerBuild: [4000, 8000],
};

/** Draws a latency, in simulated milliseconds. */
export type DrawLatency = (of: keyof LatencyTable) => number;

/** Draws from the table with a seeded source. */
export function createLatency(table: LatencyTable, random: Random): DrawLatency {
  return (of) => Math.round(random.between(table[of][0], table[of][1]));
}
