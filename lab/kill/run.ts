import { setTimeout as pause } from "node:timers/promises";
import { createRandom } from "@jeroboam/openstack-simulator";
import { logIn } from "../support/token.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { type BookReader, openBooks, openOperations } from "./books.ts";
import { CHECKS } from "./checks.ts";
import { PASSWORD } from "./settings.ts";
import { type Evidence, seededParts } from "./evidence.ts";
import type { House } from "./house.ts";
import { type Ledger, newLedger } from "./ledger.ts";
import { commandOf, type KillOptions } from "./options.ts";
import { keepKillingEngines } from "./engine-kills.ts";
import { quotaComplaints } from "./quota-check.ts";
import { makeTemplates } from "./template.ts";
import { keepAsking, remove, type TenantOptions } from "./tenant.ts";
import { keepStormy } from "./weather.ts";

/** What a run came to. */
export interface KillReport {
  readonly seed: string;
  /** What runs it again. */
  readonly command: string;
  readonly kills: number;
  readonly freezes: number;
  readonly engineKills: number;
  readonly requests: number;
  readonly clusters: number;
  readonly operations: number;
  readonly seconds: number;
  /** Points where processes were to be killed: how often passed, how often struck. */
  readonly points: ReadonlyMap<string, { readonly passed: number; readonly struck: number }>;
  /** What does not hold, by what should. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
}

/** A project, and who speaks for it. */
interface Owner {
  readonly project: string;
  readonly client: ApiClient;
  readonly projectId: string;
  readonly templates: TenantOptions["templates"];
}

/** After the last kill everything has to come to its end within that. */
const QUIET_MS = 120_000;
const PROJECTS = ["demo", "demo2"] as const;

/**
 * Lets clients make, change and delete clusters while faults happen and processes are killed, waits
 * until nothing is under way, and compares everything with what was promised. Then deletes all
 * clusters, and compares the cloud with what it was before.
 */
export async function runIn(house: House, options: KillOptions): Promise<KillReport> {
  const startedAt = Date.now();
  const { simulator, strikes, store } = house;
  const before = simulator.inspection.counts();
  const seeded = seededParts(simulator.inspection);
  const random = createRandom(options.seed);
  const ledger = newLedger();
  const books = openBooks(store);
  let deadline = Date.now() + options.minutes * 60_000 + QUIET_MS;
  const logInAs = (user: string) =>
    logIn(user, user, { authUrl: simulator.authUrl, password: PASSWORD });
  const clientOf = async (user: string, name: string) =>
    createApiClient({
      origins: house.origins,
      token: (await logInAs(user)).id,
      random: random.fork(`${name}/calls`),
      deadline: () => deadline,
    });
  const owners: Owner[] = [];
  for (const project of PROJECTS) {
    const client = await clientOf(project, project);
    const { projectId } = await logInAs(project);
    owners.push({ project, client, projectId, templates: await makeTemplates(client) });
  }

  const stop = new AbortController();
  const tenants = Array.from({ length: options.clients }, async (_, nth) => {
    const owner = owners[nth % owners.length];
    if (!owner) throw new Error("a client without a project");
    const name = `t${nth}`;
    await keepAsking(
      {
        ...owner,
        name,
        client: await clientOf(owner.project, name),
        random: random.fork(name),
        ledger,
      },
      stop.signal,
    );
  });
  const storm = keepStormy(house, random.fork("weather"), stop.signal);
  const engineKills = keepKillingEngines(house, random.fork("engines"), stop.signal);
  const time = pause(options.minutes * 60_000, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([strikes.keepStriking(stop.signal), time]);
  stop.abort();
  await Promise.all([...tenants, storm]);
  const enginesKilled = await engineKills;

  const broken = new Map<string, readonly string[]>();
  const note = (what: string, complaints: readonly string[]) => {
    if (complaints.length > 0) broken.set(what, complaints);
  };
  const check = async (when: string) => {
    await untilQuiet(books);
    const evidence: Evidence = {
      books: await books.read(),
      ledger,
      cloud: simulator.inspection,
      seeded,
      store,
      kept: await house.keptSecrets(),
      clients: new Map(owners.map(({ project, client }) => [project, client])),
    };
    for (const [what, holds] of Object.entries(CHECKS))
      note(`${what} ${when}`, await holds(evidence));
  };
  await check("after the kills");
  deadline = Date.now() + QUIET_MS;
  const admin = await clientOf("admin", "admin");
  for (const owner of owners)
    note(
      `the quota of ${owner.project} is what it has`,
      await quotaComplaints({
        ...owner,
        admin,
        store,
        ledger,
        random: random.fork("quota"),
        room: 2,
        tries: 8,
      }),
    );
  deadline = Date.now() + QUIET_MS;
  await deleteAll(owners, ledger, books);
  await check("after all was deleted");
  const after = simulator.inspection.counts();
  note(
    "the cloud is as it was before",
    Object.entries(before).flatMap(([what, count]) => {
      const now = Object.entries(after).find(([name]) => name === what)?.[1];
      return now === count ? [] : [`${what}: ${count} before, ${now} now`];
    }),
  );
  note(
    "no process ended by itself",
    house.processes.flatMap(({ deaths }) => deaths),
  );
  const { events, operations } = await books.read();
  return {
    seed: options.seed,
    command: commandOf(options),
    kills: strikes.done,
    freezes: strikes.freezes,
    engineKills: enginesKilled,
    requests: ledger.requests,
    clusters: new Set(events.map(({ clusterUuid }) => clusterUuid)).size,
    operations: operations.size,
    seconds: Math.round((Date.now() - startedAt) / 1000),
    points: strikes.points,
    broken,
  };
}

/** Waits until no operation is open, or until it is too late for that. */
async function untilQuiet(books: BookReader): Promise<void> {
  const until = Date.now() + QUIET_MS;
  while (openOperations(await books.read()).length > 0 && Date.now() < until) await pause(500);
}

/** Deletes what is there until nothing is: a delete that failed is asked for again. */
async function deleteAll(
  owners: readonly Pick<Owner, "project" | "client">[],
  ledger: Ledger,
  books: BookReader,
): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const { clusters } = await books.read();
    const left = ledger.clusters.filter(({ uuid }) => uuid !== undefined && clusters.has(uuid));
    if (left.length === 0) return;
    await Promise.all(
      left.map(async (cluster) => {
        const owner = owners.find(({ project }) => project === cluster.project);
        if (owner) await remove(owner, cluster);
      }),
    );
    await untilQuiet(books);
  }
}
