import { randomUUID } from "node:crypto";
import {
  createCertificateAuthority,
  createClusterManager,
  createMemoryStore,
  createX509KeyPairCertManager,
  type Store,
} from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createSession,
  createUser,
  deleteUser,
  sessionOptionsFromEnvironment,
} from "@jeroboam/openstack-client";
import { applicationCredentials, openStackCloud } from "@jeroboam/openstack-client/cloud";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { describe, expect, it, type TestContext } from "vitest";
import { openBooks } from "./books.ts";
import { CHECKS } from "./checks.ts";
import { seededParts } from "./evidence.ts";
import type { LedgerCluster } from "./ledger.ts";

type Tables = Readonly<Record<"credentials" | "formerCredentials" | "keyPairs", number>>;

/** A cluster that came to its end, and what the checks say of it. */
async function begin({ onTestFinished }: TestContext) {
  const simulator = await startSimulator({ clock: { mode: "scaled", factor: 400 } });
  const { inspection, authUrl, region, trusteeDomainId } = simulator;
  const connection = { authUrl, region };
  const seeded = seededParts(inspection);
  const store = createMemoryStore();
  const certManager = createX509KeyPairCertManager(store.keyPairs);
  const manager = createClusterManager({
    store,
    drivers: [swarmMode],
    certificates: createCertificateAuthority(store.authorities, certManager, { keyType: "p256" }),
    cloud: openStackCloud({
      session: sessionOf(simulator, "magnum"),
      connection,
      credentials: [
        applicationCredentials({
          connection,
          trusteeDomainId,
          domainAdmin: sessionOf(simulator, "magnum_domain_admin"),
          admin: sessionOf(simulator, "magnum"),
        }),
      ],
    }),
    observeEveryMs: { first: 20, most: 50 },
  });
  onTestFinished(async () => {
    await manager.close();
    await simulator.close();
  });
  const requester = await openStackCloud({ session: sessionOf(simulator, "demo") }).self();
  const view = manager.as(requester);
  await view.clusterTemplates.create({
    name: "swarm",
    coe: "swarm-mode",
    imageId: "ubuntu-22.04",
    flavorId: "m1.small",
    masterFlavorId: "m1.small",
    externalNetworkId: "public",
  });
  const request = { name: "c1", clusterTemplateId: "swarm" };
  const { uuid = "" } = (await manager.wait(await view.clusters.create(request))) ?? {};
  const entry: LedgerCluster = {
    project: "demo",
    name: "c1",
    coe: "swarm-mode",
    uuid,
    creation: "accepted",
    deletion: undefined,
    changes: [],
    nodeGroups: [],
    nodeCounts: new Set([1]),
  };
  /** The names of the checks that complain. */
  const broken = async (tables: Partial<Tables> = {}) => {
    const evidence = {
      books: await openBooks(store).read(),
      ledger: { clusters: [entry], requests: 1 },
      cloud: inspection,
      seeded,
      store,
      kept: {
        named: [],
        keyPairIds: new Set<string>(),
        rows: { credentials: 1, formerCredentials: 0, keyPairs: 1, ...tables },
      },
      clients: new Map(),
    };
    const said = Object.entries(CHECKS).map(async ([what, holds]) =>
      (await holds(evidence)).length > 0 ? [what] : [],
    );
    return (await Promise.all(said)).flat();
  };
  const remove = async () => {
    entry.deletion = "accepted";
    await manager.wait(await view.clusters.delete(uuid));
  };
  return { simulator, store, uuid, broken, remove };
}

interface Damage {
  readonly simulator: Simulator;
  readonly store: Store;
  readonly uuid: string;
}

const sessionOf = (simulator: Simulator, user: string) =>
  createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
const ACCOUNTS = "users, trusts and application credentials are those of clusters";
const KEYS = "each cluster has the authorities of its kind, and their keys are kept";

describe("the checks of the kill test", () => {
  it("say nothing of a cluster that is whole, nor when it is gone", async (context) => {
    const { broken, remove } = await begin(context);
    expect(await broken()).toEqual([]);
    await remove();
    expect(await broken({ credentials: 0, keyPairs: 0 })).toEqual([]);
  });

  it.for<readonly [string, string, (made: Damage) => Promise<unknown>]>([
    [
      "a user of no cluster",
      ACCOUNTS,
      ({ simulator }) =>
        createUser(sessionOf(simulator, "magnum_domain_admin").service("identity"), {
          name: `${randomUUID()}_project`,
          password: "x",
          domainId: simulator.trusteeDomainId,
        }),
    ],
    [
      "a second user of a cluster",
      ACCOUNTS,
      ({ simulator, uuid }) =>
        createUser(sessionOf(simulator, "magnum_domain_admin").service("identity"), {
          name: `${uuid}_project`,
          password: "x",
          domainId: simulator.trusteeDomainId,
        }),
    ],
    [
      "an application credential on no record",
      ACCOUNTS,
      ({ store, uuid }) => store.credentials.remove(uuid),
    ],
    [
      "a cluster whose user is gone",
      "each cluster has all of its credential",
      async ({ simulator, store, uuid }) => {
        const credential = await store.credentials.find(uuid);
        if (credential?.kind !== "application-credential") throw new Error("no such credential");
        const keystone = sessionOf(simulator, "magnum_domain_admin").service("identity");
        await deleteUser(keystone, credential.trust.trusteeUserId);
      },
    ],
    [
      "a former credential that no rotation left",
      "former credentials are those of rotations that did not come to their end",
      async ({ store, uuid }) => {
        const credential = await store.credentials.find(uuid);
        if (credential)
          await store.credentials.putFormer(uuid, { credential, operationUuid: randomUUID() });
      },
    ],
    ["an authority without its key", KEYS, ({ store, uuid }) => store.keyPairs.removeOf(uuid)],
    ["a cluster without authorities", KEYS, ({ store, uuid }) => store.authorities.removeOf(uuid)],
    [
      "a rotation of which no operation knows",
      "a rotation is prepared whole or not at all, and is gone once it is completed",
      async ({ store, uuid }) => {
        const stored = await store.authorities.find(uuid, "cluster");
        if (!stored) throw new Error("no authority");
        const rotation = { id: randomUUID(), former: stored };
        await store.authorities.replace({ ...stored, rotation });
      },
    ],
  ])("notice %s", async ([, check, damage], context) => {
    const made = await begin(context);
    await damage(made);
    expect(await made.broken()).toContain(check);
  });

  it("notice what is kept of a removed cluster", async (context) => {
    const { store, uuid, broken, remove } = await begin(context);
    const stored = await store.authorities.find(uuid, "cluster");
    await remove();
    if (stored) await store.authorities.insert(stored);
    expect(await broken({ credentials: 0, keyPairs: 0 })).toEqual([
      "no secret of a removed cluster is kept",
    ]);
  });

  it.for<Partial<Tables>>([{ credentials: 2 }, { formerCredentials: 1 }])(
    "notice rows that belong to no cluster: %o",
    async (tables, context) => {
      const { broken } = await begin(context);
      expect(await broken(tables)).toEqual(["the database holds credentials of clusters alone"]);
    },
  );
});
