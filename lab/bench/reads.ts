import { logIn, type Token } from "../support/token.ts";
import { startChild } from "./child.ts";
import { load } from "./load.ts";
import { type Measurement, median, p99 } from "./measurement.ts";
import { pathOfItsCluster, type RealMagnum } from "./real-magnum.ts";
import { seedDatabase } from "./seeded-database.ts";
import { type ServerUnderLoad, startServer } from "./server-under-load.ts";
import type { CloudReport } from "./simulator-process.ts";
import { makeStacks } from "./stacks.ts";

const ROUNDS = 5;
const PAGE_ROWS = 100;
/** It may take half of that for one page. */
const MAGNUM_SECONDS = 30;

export interface ReadOptions {
  /** An empty folder for the database. */
  readonly folder: string;
  readonly clusters: number;
  readonly password: string;
  wants(name: "list" | "show" | "pages" | "memory"): boolean;
  /** Asked for the same in the same run. */
  readonly magnum?: RealMagnum;
}

/** Figures of a server whose database holds many clusters that stand still. */
export async function measureReads(options: ReadOptions): Promise<readonly Measurement[]> {
  const simulator = await startChild<CloudReport>("./simulator-process.ts");
  try {
    const { authUrl } = simulator.first;
    const token = await logIn("demo", "demo", { authUrl, password: options.password });
    const stackIds = await makeStacks(token, options.clusters);
    const { projectId, userId } = token;
    const uuids = await seedDatabase(options.folder, [{ projectId, userId, stackIds }]);
    const server = await startServer({ cloud: simulator.first, folder: options.folder });
    try {
      return await measureServer(server, token, uuids, options);
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
  if (wants("list")) {
    const theirs = magnum && { ...magnum, path: list };
    measurements.push(...(await rate("list", server, token, list, theirs)));
  }
  if (wants("show")) {
    const theirs = magnum && { ...magnum, path: await pathOfItsCluster(magnum) };
    measurements.push(...(await rate("show", server, token, `/clusters/${uuids[0]}`, theirs)));
  }
  memory("memory-after-load");
  return measurements;
}

/** Requests a second, against a bare node:http in turns, and against Magnum where there is one. */
async function rate(
  name: string,
  server: ServerUnderLoad,
  { id: token }: Token,
  path: string,
  magnum?: RealMagnum & { readonly path: string },
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
    const theirs = magnum && (await magnumPerSecond(magnum));
    const ratios = { bareNode, ...(theirs !== undefined && { magnum: perSecond / theirs }) };
    const p99Ms = median(rounds.map(({ ours }) => ours.p99Ms));
    return [
      { name, value: perSecond, unit: "requests/s", ratios },
      { name: `${name}-p99`, value: p99Ms, unit: "ms", ratios: {} },
    ];
  } finally {
    await bare.stop();
  }
}

/** What a real Magnum answers in a second; undefined, and said, where that was nothing at all. */
async function magnumPerSecond(
  magnum: RealMagnum & { readonly path: string },
): Promise<number | undefined> {
  const url = `${magnum.url}${magnum.path}`;
  const { perSecond } = await load(url, { token: magnum.token, seconds: MAGNUM_SECONDS });
  if (perSecond > 0) return perSecond;
  process.stderr.write(`${url} answered nothing within ${MAGNUM_SECONDS} s; no ratio\n`);
  return undefined;
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
