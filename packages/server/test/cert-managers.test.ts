import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createCertManager,
  createMemoryStore,
  createX509KeyPairCertManager,
  type KeyPairRows,
  type NewKeyPair,
  type Store,
} from "@jeroboam/core";
import { createSession, sessionOptionsFromEnvironment } from "@jeroboam/openstack-client";
import { barbicanCertManager } from "@jeroboam/openstack-client/cloud";
import { startSimulator } from "@jeroboam/openstack-simulator";
import {
  createSecretBox,
  type DatabaseLocation,
  openSqlStore,
  parseDatabaseUrl,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import {
  aKeyPair,
  type DatabaseEngine,
  isMissing,
  type Missing,
  startMariaDb,
  startPostgreSql,
} from "@jeroboam/test-engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalCertManager } from "../src/certificates/local-cert-manager.ts";
import { certManagerContract } from "./cert-manager-contract.ts";

const folder = mkdtempSync(join(tmpdir(), "cert-managers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows that remember what they were given, so that what is left can be counted. */
function counted(rows: KeyPairRows) {
  const seen: NewKeyPair[] = [];
  const keyPairs: KeyPairRows = {
    ...rows,
    insert: async (keyPair) => {
      await rows.insert(keyPair);
      seen.push(keyPair);
    },
  };
  const left = async () => {
    const found = await Promise.all(
      seen.map(({ uuid, clusterUuid }) => rows.find(uuid, clusterUuid)),
    );
    return found.filter((row) => row !== undefined).length;
  };
  return { manager: createX509KeyPairCertManager(keyPairs), left };
}

function rowsContract(open: () => Promise<Store>): void {
  let store: Store;
  let rows: ReturnType<typeof counted>;
  beforeAll(async () => {
    store = await open();
    rows = counted(store.keyPairs);
  });
  afterAll(() => store.close());
  certManagerContract(
    async () => createCertManager("x509keypair", { x509keypair: rows.manager }),
    () => rows.left(),
  );
}

const secretBox = createSecretBox([Buffer.alloc(32, 7)]);
async function opened(location: DatabaseLocation): Promise<Store> {
  await upgradeDatabase(location);
  return openSqlStore({ location, secretBox });
}

describe("a cert manager on rows in memory", () => {
  rowsContract(async () => createMemoryStore());
});

describe("a cert manager on rows in SQLite", () => {
  rowsContract(() => opened({ kind: "sqlite", path: join(folder, "a.sqlite") }));
});

const servers: readonly (readonly [string, DatabaseEngine | Missing])[] = [
  ["MariaDB", await startMariaDb()],
  ["PostgreSQL", await startPostgreSql()],
];
for (const [name, server] of servers) {
  if (isMissing(server)) console.warn(`Cert managers on ${name} are skipped: ${server.missing}`);
  describe.skipIf(isMissing(server))(
    `a cert manager on rows in ${name}`,
    { timeout: 60_000 },
    () => {
      rowsContract(async () =>
        opened(parseDatabaseUrl(await started(server).createDatabase("pairs"))),
      );
      afterAll(async () => {
        if (!isMissing(server)) await server.stop();
      });
    },
  );
}

function started(server: DatabaseEngine | Missing): DatabaseEngine {
  if (isMissing(server)) throw new Error(server.missing);
  return server;
}

describe("a cert manager on files", () => {
  const root = join(folder, "files");
  certManagerContract(
    async () => createCertManager("local", { local: createLocalCertManager({ folder: root }) }),
    async () =>
      readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
        .length,
  );
});

describe("a cert manager on a simulated Barbican", async () => {
  const simulator = await startSimulator({ clock: { mode: "manual" } });
  afterAll(() => simulator.close());
  const session = createSession(sessionOptionsFromEnvironment(simulator.environment("magnum")));
  const newManager = () =>
    createCertManager("barbican", { barbican: barbicanCertManager(session) });
  const left = async () => {
    const { secrets, secretContainers } = simulator.inspection.counts();
    return secrets + secretContainers;
  };
  certManagerContract(async () => newManager(), left);

  it.each([
    ["createSecret", 1],
    ["createSecret", 3],
    ["createSecretContainer", 1],
    ["addSecretConsumer", 1],
  ])(
    "leaves nothing when %s fails, and says that it can be tried again",
    async (operation, times) => {
      const before = await left();
      const heal = simulator.faults.add({ service: "key-manager", operation, status: 500, times });
      await expect(newManager().store(aKeyPair())).rejects.toMatchObject({
        code: "JRB_CERT_MANAGER_UNAVAILABLE",
        retryable: true,
      });
      heal();
      expect(await left()).toBe(before);
    },
  );

  it("finds by the cluster what it could not take back", async () => {
    const before = await left();
    const faults = [
      { service: "key-manager", operation: "createSecretContainer", hangUp: "after" },
      { service: "key-manager", operation: "deleteSecret", status: 500 },
    ] as const;
    const heals = faults.map((fault) => simulator.faults.add(fault));
    const keyPair = aKeyPair();
    await expect(newManager().store(keyPair)).rejects.toMatchObject({ retryable: true });
    for (const heal of heals) heal();
    expect(await left()).toBe(before + 4);
    await newManager().removeAll(keyPair.clusterUuid);
    expect(await left()).toBe(before);
  });

  it("finds more than one page of what was left", async () => {
    const before = await left();
    const { clusterUuid, privateKeyPem, certificatePem } = aKeyPair();
    for (let number = 0; number < 12; number++)
      await newManager().store(aKeyPair({ clusterUuid, privateKeyPem, certificatePem }));
    await newManager().removeAll(clusterUuid);
    expect(await left()).toBe(before);
  });

  it("says which role is missing", async () => {
    simulator.faults.add({
      service: "key-manager",
      operation: "createSecret",
      status: 403,
      times: 3,
    });
    await expect(newManager().store(aKeyPair())).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining("the role creator"),
    });
  });

  it("asks the catalog's Barbican, wherever a reference points", async () => {
    const keyPair = aKeyPair();
    const ref = await newManager().store(keyPair);
    const elsewhere = ref.replace(/^http:\/\/[^/]+\/key-manager/, "https://evil.example.org");
    expect(elsewhere).not.toBe(ref);
    const { certificatePem, privateKeyPem } = keyPair;
    expect(await newManager().get(elsewhere, keyPair.clusterUuid)).toEqual({
      certificatePem,
      privateKeyPem,
    });
    await newManager().removeAll(keyPair.clusterUuid);
  });

  it("warns of what it cannot reach since its user has another project, and removes the rest", async () => {
    const before = await left();
    const former = createSession(sessionOptionsFromEnvironment(simulator.environment("admin")));
    const warnings: object[] = [];
    const log = { warn: (fields: object) => void warnings.push(fields) };
    const present = createCertManager("barbican", { barbican: barbicanCertManager(session, log) });
    const keyPair = aKeyPair();
    const { clusterUuid } = keyPair;
    const foreign = createCertManager("barbican", { barbican: barbicanCertManager(former) });
    const unreachable = await foreign.store(keyPair);
    const own = await present.store(aKeyPair({ clusterUuid }));
    await present.removeAll(clusterUuid, [unreachable, own]);
    expect(warnings).toEqual([
      { cluster: clusterUuid, container: unreachable, reason: expect.stringContaining("403") },
    ]);
    expect(await left()).toBe(before + 4);
    await foreign.removeAll(clusterUuid, [unreachable]);
    expect(await left()).toBe(before);
  });
});
