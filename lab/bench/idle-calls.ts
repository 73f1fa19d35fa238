import { setTimeout as pause } from "node:timers/promises";
import { startChild } from "./child.ts";
import { makeIdleProjects } from "./idle-projects.ts";
import type { Measurement } from "./measurement.ts";
import { seedDatabase } from "./seeded-database.ts";
import { startServer } from "./server-under-load.ts";
import type { CallCounts, CloudReport } from "./simulator-process.ts";

const PROJECTS = 100;
/** As long as a project that stands still is left alone. */
const COUNT_SECONDS = 300;
/** Nothing is asked for that long once every project was looked at. */
const QUIET_SECONDS = 15;
const LOOK_EVERY_MS = 1000;

export interface IdleOptions {
  /** An empty folder for the database. */
  readonly folder: string;
  readonly clusters: number;
  readonly password: string;
}

/**
 * Calls to the cloud while nothing changes: by the minute, over as long as it takes until every
 * project has had its turn, from when all were looked at once after the start.
 */
export async function measureIdleCalls(options: IdleOptions): Promise<readonly Measurement[]> {
  const { folder, clusters, password } = options;
  const simulator = await startChild<CloudReport>("./simulator-process.ts");
  try {
    const { authUrl } = simulator.first;
    const stacksInEach = Math.ceil(clusters / PROJECTS);
    const counts = { projects: Math.ceil(clusters / stacksInEach), stacksInEach };
    const projects = await makeIdleProjects({ authUrl, password }, counts);
    process.stderr.write(
      `idle-calls: ${counts.projects} projects with ${stacksInEach} clusters each\n`,
    );
    await seedDatabase(folder, projects);
    const server = await startServer({ cloud: simulator.first, folder });
    try {
      const looks = async () => (await simulator.ask()).calls["orchestration listStacks"] ?? 0;
      await untilQuiet(looks, counts.projects);
      const before = (await simulator.ask()).calls;
      await pause(COUNT_SECONDS * 1000);
      return perMinute(before, (await simulator.ask()).calls);
    } finally {
      await server.stop();
    }
  } finally {
    await simulator.stop();
  }
}

/** Waits until there were as many looks, and then none for a while. */
async function untilQuiet(looks: () => Promise<number>, atLeast: number): Promise<void> {
  const began = await looks();
  let last = began;
  let sinceMs = Date.now();
  const deadlineMs = Date.now() + COUNT_SECONDS * 1000;
  while (Date.now() < deadlineMs) {
    const now = await looks();
    if (now !== last) sinceMs = Date.now();
    last = now;
    if (now - began >= atLeast && Date.now() - sinceMs > QUIET_SECONDS * 1000) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`only ${last - began} looks at ${atLeast} projects after ${COUNT_SECONDS} s`);
}

function perMinute(before: CallCounts, after: CallCounts): readonly Measurement[] {
  const kinds = Object.keys(after).map((kind) => ({
    kind,
    value: (((after[kind] ?? 0) - (before[kind] ?? 0)) * 60) / COUNT_SECONDS,
  }));
  const total = kinds.reduce((sum, { value }) => sum + value, 0);
  const row = (name: string, value: number) => ({ name, value, unit: "calls/min", ratios: {} });
  return [
    row("idle-calls", total),
    ...kinds
      .filter(({ value }) => value > 0)
      .map(({ kind, value }) => row(`idle-calls: ${kind}`, value)),
  ];
}
