import { randomBytes, randomUUID } from "node:crypto";
import { type Clock, createClusterManager, silentLogger, systemClock } from "@jeroboam/core";
import {
  createSecretBox,
  openSqlStore,
  parseDatabaseUrl,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import {
  type DatabaseEngine,
  isMissing,
  startMariaDb,
  startRabbitMq,
} from "@jeroboam/test-engines";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { createRabbitMqDispatch } from "../src/broker/rabbitmq-dispatch.ts";
import { parseTransportUrl } from "../src/broker/transport-url.ts";
import { fakeCloud } from "./fake-cloud.ts";
import { FakeStacks, fakeDriver } from "./fake-driver.ts";
import { paperCertificates } from "./paper-certificates.ts";
import { until } from "./until.ts";

const LIMIT_MS = 120_000;
const NOWHERE = "rabbit://127.0.0.1:1/";
const secretBox = createSecretBox([randomBytes(32)]);
const [mariaDb, rabbitMq] = await Promise.all([startMariaDb(), startRabbitMq()]);
const engines = isMissing(mariaDb) || isMissing(rabbitMq) ? undefined : { mariaDb, rabbitMq };
for (const engine of [mariaDb, rabbitMq])
  if (isMissing(engine)) console.log(`several processes are not tested: ${engine.missing}`);

/** Never looks by itself: it does what it is told, and nothing else. */
const patientClock: Clock = {
  now: () => new Date(),
  sleep: (_, signal) => systemClock.sleep(2 ** 31 - 1, signal),
};

/** Several processes with one database and one cloud. */
async function house(database: DatabaseEngine, url: string) {
  const stacks = new FakeStacks();
  const certificates = paperCertificates();
  /** The operations whose stacks were asked for, in order. */
  const begun: string[] = [];
  const countingDriver: typeof fakeDriver = {
    ...fakeDriver,
    createCluster(connection, request) {
      begun.push(request.operationId);
      return fakeDriver.createCluster(connection, request);
    },
  };
  const databaseName = `test_${randomUUID().replaceAll("-", "")}`;
  const location = parseDatabaseUrl(await database.createDatabase(databaseName));
  await upgradeDatabase(location);

  async function start(options: { runOperations: boolean; clock?: Clock }) {
    const store = await openSqlStore({ location, secretBox, outbox: true });
    const dispatch = createRabbitMqDispatch({
      transport: parseTransportUrl(url),
      log: silentLogger,
      queuePrefix: databaseName,
    });
    const manager = createClusterManager({
      drivers: [countingDriver],
      cloud: fakeCloud(stacks),
      certificates,
      store,
      dispatch,
      observeEveryMs: { first: 50, most: 100 },
      ...options,
    });
    onTestFinished(async () => {
      const drained = dispatch.close();
      await manager.close();
      await drained;
    });
    return manager;
  }

  const api = await start({ runOperations: false });
  await api.clusterTemplates.create({
    name: "template",
    coe: "swarm-mode",
    imageId: "debian",
    externalNetworkId: "public",
    flavorId: "m1.small",
  });
  const create = async (name: string) => {
    const { cluster, operation } = await api.clusters.create({
      name,
      clusterTemplateId: "template",
      nodeCount: 1,
    });
    if (!operation) throw new Error(`${name} has no operation`);
    return { uuid: cluster.uuid, operation: operation.uuid };
  };
  const areComplete = async (clusters: readonly { uuid: string }[]) => {
    const seen = await Promise.all(clusters.map(({ uuid }) => api.clusters.get(uuid)));
    return seen.every(({ status }) => status === "CREATE_COMPLETE");
  };
  return { start, create, areComplete, begun };
}

describe.runIf(engines)("several processes", { timeout: LIMIT_MS }, () => {
  const { mariaDb: database, rabbitMq: broker } = engines as NonNullable<typeof engines>;
  afterAll(() => Promise.all([database.stop(), broker.stop()]));

  it("without a broker, what one accepts is run by another, once", async () => {
    const { start, create, areComplete, begun } = await house(database, NOWHERE);
    await start({ runOperations: true });
    await start({ runOperations: true });
    const clusters = await Promise.all(["a", "b", "c", "d", "e"].map(create));
    await until("all are complete", () => areComplete(clusters));
    expect(begun.toSorted()).toEqual(clusters.map(({ operation }) => operation).toSorted());
  });

  it("what one accepts begins at once in another, which looks for nothing", async () => {
    const { start, create, begun } = await house(database, broker.url);
    await start({ runOperations: true, clock: patientClock });
    const { operation } = await create("a");
    await until("it has begun", () => begun.length > 0);
    expect(begun).toEqual([operation]);
  });

  it("all is completed, and nothing run twice, when the broker is killed and comes back", async () => {
    const { start, create, areComplete, begun } = await house(database, broker.url);
    await start({ runOperations: true });
    await start({ runOperations: true });
    const names = (round: string) => ["1", "2", "3", "4", "5", "6"].map((name) => round + name);
    const before = await Promise.all(names("before").map(create));
    await broker.kill();
    const without = await Promise.all(names("without").map(create));
    await until("all are complete", () => areComplete([...before, ...without]));
    await broker.start();
    const after = await Promise.all(names("after").map(create));
    await until("all are complete", () => areComplete(after));
    const clusters = [...before, ...without, ...after];
    expect(begun.toSorted()).toEqual(clusters.map(({ operation }) => operation).toSorted());
  });
});
