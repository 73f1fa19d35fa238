import { setTimeout as pause } from "node:timers/promises";
import { logIn, type Token } from "../support/token.ts";
import { startChild } from "./child.ts";
import { load } from "./load.ts";
import { type Measurement, median } from "./measurement.ts";
import { seedDatabase } from "./seeded-database.ts";
import { type ServerUnderLoad, startServer } from "./server-under-load.ts";
import type { CloudReport } from "./simulator-process.ts";
import { makeStacks } from "./stacks.ts";

const ROUNDS = 5;
const PAGE_ROWS = 100;
const IDLE_SECONDS = 120;

export interface ReadOptions {
  /** An empty folder for the database. */
  readonly folder: string;
  readonly clusters: number;
  readonly password: string;
  wants(name: string): boolean;
  /** A real Magnum with as many clusters in the project `demo2`; ends with /v1. */
  readonly magnum?: { readonly url: string; readonly token: string };
}

/** Figures of a server whose database holds many clusters that stand still. */
export async function measureReads(options: ReadOptions): Promise<readonly Measurement[]> {
  const simulator = await startChild<CloudReport>("./simulator-process.ts");
  try {
    const { authUrl } = simulator.first;
    const token = await logIn("demo", "demo", { authUrl, password: options.password });
    const stackIds = await makeStacks(token, options.clusters);
    const { projectId, userId } = token;
    const uuids = await seedDatabase(options.folder, { projectId, userId, stackIds });
    const server = await startServer({ cloud: simulator.first, folder: options.folder });
    try {
      const before = (await simulator.ask()).calls;
      const beganMs = Date.now();
      const measurements = await measureServer(server, token, uuids, options);
      if (!options.wants("idle-calls")) return measurements;
      await pause(Math.max(0, beganMs + IDLE_SECONDS * 1000 - Date.now()));
      const minutes = (Date.now() - beganMs) / 60_000;
      const calls = (await simulator.ask()).calls - before;
      const idle = { name: "idle-calls", value: calls / minutes, unit: "calls/min", ratios: {} };
      return [...measurements, idle];
    } finally {
      await server.stop();
    }
  } finally {
    await simulator.stop();
  }
}

async function measureServer(
  server: ServerUnderLoad,
  token: Token,
  uuids: readonly string[],
  { clusters, wants, magnum }: ReadOptions,
): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  const list = `/clusters?limit=${PAGE_ROWS}`;
  const memory = (name: string) => {
    if (wants("memory"))
      measurements.push({ name, value: server.residentMib(), unit: "MiB", ratios: {} });
  };
  if (wants("pages")) {
    const elapsed = await walk(`${server.url}${list}`, token.id, clusters);
    measurements.push({ name: "pages-p99", value: p99(elapsed), unit: "ms", ratios: {} });
  }
  memory("memory");
  if (wants("list")) measurements.push(...(await rate("list", server, token, list, magnum)));
  if (wants("show"))
    measurements.push(...(await rate("show", server, token, `/clusters/${uuids[0]}`)));
  memory("memory-after-load");
  return measurements;
}

/** Requests a second, against a bare node:http in turns, and against Magnum where there is one. */
async function rate(
  name: string,
  server: ServerUnderLoad,
  { id: token }: Token,
  path: string,
  magnum?: ReadOptions["magnum"],
): Promise<readonly Measurement[]> {
  const url = `${server.url}${path}`;
  const bare = await startChild<{ readonly origin: string }>("./bare-process.ts", [url, token]);
  try {
    const bareUrl = `${bare.first.origin}/v1${path}`;
    // The first round is for the compilers.
    for (const each of [url, bareUrl]) await load(each, { token });
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({ ours: await load(url, { token }), bare: await load(bareUrl, { token }) });
    const perSecond = median(rounds.map(({ ours }) => ours.perSecond));
    const bareNode = median(rounds.map((each) => each.ours.perSecond / each.bare.perSecond));
    const theirs =
      magnum && (await load(`${magnum.url}${path}`, { token: magnum.token, seconds: 15 }));
    const ratios = { bareNode, ...(theirs && { magnum: perSecond / theirs.perSecond }) };
    const p99Ms = median(rounds.map(({ ours }) => ours.p99Ms));
    return [
      { name, value: perSecond, unit: "requests/s", ratios },
      { name: `${name}-p99`, value: p99Ms, unit: "ms", ratios: {} },
    ];
  } finally {
    await bare.stop();
  }
}

/** Goes through all pages, one after the other; answers how long each took. */
async function walk(first: string, token: string, clusters: number): Promise<readonly number[]> {
  const elapsed: number[] = [];
  let seen = 0;
  for (let url: string | undefined = first; url !== undefined; ) {
    const beganMs = performance.now();
    const answer = await fetch(url, { headers: { "x-auth-token": token } });
    const page = (await answer.json()) as { clusters: object[]; next?: string };
    elapsed.push(performance.now() - beganMs);
    seen += page.clusters.length;
    url = page.next;
  }
  if (seen !== clusters) throw new Error(`the pages hold ${seen} clusters instead of ${clusters}`);
  return elapsed;
}

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
