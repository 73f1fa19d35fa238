import { describe, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import type { Requester } from "../cloud/cloud.ts";
import { alice } from "../testing/fake-cloud.ts";
import { unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";
import type { Logger } from "./logger.ts";

const MINUTE_MS = 60_000;
const IDLE_MS = 5 * MINUTE_MS;
type Bench = ReturnType<typeof managerBench>;

/** Clusters of alice that are complete, and nothing of how they came to be. */
async function settled(count = 1, options: Parameters<typeof managerBench>[0] = {}) {
  const bench = managerBench(options);
  await bench.template();
  const uuids: string[] = [];
  for (let index = 0; index < count; index += 1)
    uuids.push((await bench.create({ name: `c${index}` })).cluster.uuid);
  await bench.settle();
  bench.stacks.surveys.length = 0;
  return { ...bench, uuids };
}

/** Lets time pass second by second, so that everything that falls due is done when it does. */
async function pass(bench: Bench, ms: number, stepMs = 1000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    bench.clock.advance(stepMs);
    await bench.manager.runDueOperations();
  }
}

async function clusterOf(bench: Bench, uuid: string | undefined): Promise<Cluster> {
  const cluster = await bench.store.clusters.find(uuid ?? "");
  if (!cluster) throw new Error("the cluster is gone");
  return cluster;
}

function remembering(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    debug() {},
    info() {},
    warn: (fields, message) => void warnings.push(`${message}: ${JSON.stringify(fields)}`),
    error() {},
  };
}

describe("clusters on which nothing is under way", () => {
  it("are looked at together, about every five minutes", async () => {
    const bench = await settled(7);
    await pass(bench, 60 * MINUTE_MS, 10_000);
    expect(bench.stacks.surveys.length).toBeGreaterThanOrEqual(10);
    expect(bench.stacks.surveys.length).toBeLessThanOrEqual(14);
  });

  it("are looked at seldom where there are very many projects", async () => {
    const bench = await settled();
    for (let index = 0; index < 1000; index += 1)
      await bench.store.surveys.due(`project-${index}`, new Date("2100-01-01"));
    await pass(bench, 60 * MINUTE_MS, 10_000);
    expect(bench.stacks.surveys.length).toBeLessThanOrEqual(3);
  });

  it("fail when their infrastructure is gone, and say so", async () => {
    const bench = await settled();
    const [uuid] = bench.uuids;
    bench.stacks.byCluster.delete(uuid ?? "");
    await pass(bench, 1.2 * IDLE_MS, 10_000);
    expect(await clusterOf(bench, uuid)).toMatchObject({
      status: "UPDATE_FAILED",
      statusReason: "not found",
    });
    expect((await bench.events()).at(-1)).toMatchObject({
      type: "cluster.status",
      operationId: null,
      status: "UPDATE_FAILED",
      reason: "not found",
    });
  });

  it.each(["UPDATE_FAILED", "UPDATE_COMPLETE", "CHECK_COMPLETE"] as const)(
    "take over the %s of a change that was made by hand",
    async (status) => {
      const bench = await settled();
      const [uuid] = bench.uuids;
      const stack = bench.stacks.byCluster.get(uuid ?? "");
      if (stack) bench.stacks.byCluster.set(uuid ?? "", { ...stack, status, nodeCount: 5 });
      await pass(bench, 1.2 * IDLE_MS, 10_000);
      const cluster = await clusterOf(bench, uuid);
      expect(cluster.status).toBe(status);
      expect(cluster.nodeGroups[1]?.nodeCount).toBe(status === "UPDATE_FAILED" ? 2 : 5);
    },
  );

  it("keep what a request makes of them while they are looked at", async () => {
    const bench = await settled();
    const [uuid = ""] = bench.uuids;
    bench.stacks.byCluster.delete(uuid);
    bench.stacks.beforeLook = async () => {
      bench.stacks.beforeLook = async () => undefined;
      await bench.manager.clusters.delete(uuid);
    };
    await pass(bench, 1.2 * IDLE_MS, 10_000);
    expect(await bench.store.clusters.find(uuid)).toBeUndefined();
    const statuses = (await bench.events()).flatMap((event) =>
      event.type === "cluster.status" ? [event.status] : [],
    );
    expect(statuses).not.toContain("UPDATE_FAILED");
  });

  it("keep their status when they cannot be looked at, which is told once", async () => {
    const log = remembering();
    const bench = await settled(1, { log });
    bench.stacks.surveyFaults.push(unavailable(), unavailable(), new Error("refused"));
    await pass(bench, 4 * IDLE_MS, 10_000);
    expect(bench.stacks.surveys.length).toBeGreaterThanOrEqual(3);
    expect((await clusterOf(bench, bench.uuids[0])).status).toBe("CREATE_COMPLETE");
    expect(log.warnings).toEqual([
      expect.stringContaining("the cloud is unavailable"),
      expect.stringContaining("refused"),
    ]);
  });
});

describe("a project's turn", () => {
  it("is not taken by two at once, nor again before it is due", async () => {
    const bench = await settled(3);
    const other = bench.open();
    let looking = 0;
    let most = 0;
    bench.stacks.duringSurvey = async () => {
      most = Math.max(most, ++looking);
      await new Promise((resolve) => setImmediate(resolve));
      looking -= 1;
    };
    for (let minute = 0; minute < 60; minute += 1) {
      bench.clock.advance(MINUTE_MS);
      await Promise.all([bench.manager.runDueOperations(), other.runDueOperations()]);
    }
    expect(most).toBe(1);
    expect(bench.stacks.surveys.length).toBeGreaterThanOrEqual(9);
    expect(bench.stacks.surveys.length).toBeLessThanOrEqual(14);
  });

  it("goes with its last cluster", async () => {
    const bench = await settled();
    expect(await bench.store.surveys.count()).toBe(1);
    await bench.manager.clusters.delete(bench.uuids[0] ?? "");
    await bench.settle();
    await pass(bench, 1.2 * IDLE_MS, 10_000);
    expect(await bench.store.surveys.count()).toBe(0);
  });

  it("does not need the credential of a cluster that lost it", async () => {
    const bench = await settled(3, { givesCredentials: true });
    const [gone = "", , vanished = ""] = bench.uuids;
    bench.cloud.lockedOut.add(gone);
    bench.stacks.byCluster.delete(gone);
    bench.stacks.byCluster.delete(vanished);
    await pass(bench, 1.2 * IDLE_MS, 10_000);
    expect((await clusterOf(bench, gone)).status).toBe("UPDATE_FAILED");
    expect((await clusterOf(bench, vanished)).status).toBe("UPDATE_FAILED");
  });
});

describe("a survey that never ends", () => {
  it("does not keep the process from stopping, which hands the turn back", async () => {
    const bench = await settled();
    bench.stacks.duringSurvey = () => new Promise(() => undefined);
    bench.clock.advance(1.2 * IDLE_MS);
    const looking = bench.manager.runDueOperations();
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.stacks.surveys).toHaveLength(1);
    await bench.manager.close();
    await looking;
    expect(await bench.store.surveys.nextDue()).toEqual(bench.clock.now());
  });
});

describe("an operation", () => {
  it("is woken when a survey shows that its infrastructure moved on", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.looks = 1000;
    const { cluster } = await bench.create();
    await pass(bench, 20_000);
    let looks = 0;
    bench.stacks.beforeLook = async () => void looks++;
    await pass(bench, 70_000);
    looks = 0;
    const stack = bench.stacks.byCluster.get(cluster.uuid);
    if (stack) stack.status = "CREATE_COMPLETE";
    await pass(bench, 11_000);
    expect((await clusterOf(bench, cluster.uuid)).status).toBe("CREATE_COMPLETE");
    expect(looks).toBe(1);
  });

  it("that ended while a survey was under way spares its cluster one more look", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.looks = 1000;
    const { cluster } = await bench.create();
    await pass(bench, 20_000);
    let looks = 0;
    bench.stacks.beforeLook = async () => void looks++;
    bench.stacks.duringSurvey = async () => {
      bench.stacks.duringSurvey = async () => undefined;
      const stack = bench.stacks.byCluster.get(cluster.uuid);
      if (stack) stack.status = "CREATE_COMPLETE";
      await bench.store.operations.hasten([cluster.uuid], bench.clock.now());
      await bench.manager.runDueOperations();
      expect((await clusterOf(bench, cluster.uuid)).status).toBe("CREATE_COMPLETE");
      looks = 0;
    };
    bench.stacks.surveys.length = 0;
    while (bench.stacks.surveys.length === 0) await pass(bench, 1000);
    expect(looks).toBe(0);
  });

  it("is noticed soon where its project was idle", async () => {
    const bench = await settled();
    await bench.manager.clusters.resize(bench.uuids[0] ?? "", { nodeCount: 4 });
    bench.stacks.looks = 1000;
    await bench.manager.runDueOperations();
    await pass(bench, 3000);
    expect(bench.stacks.surveys.length).toBeGreaterThan(0);
  });

  it("that failed waits for its back-off all the same", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.looks = 1000;
    const { cluster } = await bench.create();
    await bench.manager.runDueOperations();
    const [operation] = await bench.store.operations.ofCluster(cluster.uuid);
    if (!operation) throw new Error("no operation");
    const notBefore = new Date(bench.clock.now().getTime() + MINUTE_MS);
    await bench.store.operations.replace({ ...operation, failures: 5, notBefore });
    const stack = bench.stacks.byCluster.get(cluster.uuid);
    if (stack) stack.status = "CREATE_COMPLETE";
    await pass(bench, 0.9 * MINUTE_MS);
    expect((await clusterOf(bench, cluster.uuid)).status).toBe("CREATE_IN_PROGRESS");
    await pass(bench, 0.2 * MINUTE_MS);
    expect((await clusterOf(bench, cluster.uuid)).status).toBe("CREATE_COMPLETE");
  });
});

describe("all projects in one list", () => {
  const requesters = ["p1", "p2", "p3"].map((projectId): Requester => ({ ...alice, projectId }));

  async function threeProjects(log?: Logger) {
    const bench = managerBench({
      givesCredentials: true,
      seesAllProjects: true,
      ...(log ? { log } : {}),
    });
    await bench.manager.clusterTemplates.create(
      {
        name: "template",
        coe: "swarm-mode",
        imageId: "debian",
        externalNetworkId: "public",
        flavorId: "m1.small",
        public: true,
      },
      { mayPublish: true },
    );
    const uuids: string[] = [];
    for (const requester of requesters)
      uuids.push(
        (
          await bench.manager
            .as(requester)
            .clusters.create({ name: "c", clusterTemplateId: "template" })
        ).cluster.uuid,
      );
    await bench.settle();
    await pass(bench, IDLE_MS, 10_000);
    bench.stacks.surveys.length = 0;
    return { ...bench, uuids };
  }

  it("serves every project where nothing changes", async () => {
    const bench = await threeProjects();
    bench.stacks.byCluster.delete(bench.uuids[1] ?? "");
    await pass(bench, 2 * IDLE_MS, 10_000);
    expect(bench.stacks.surveys).toEqual(["*", "*"]);
    expect((await clusterOf(bench, bench.uuids[1])).status).toBe("UPDATE_FAILED");
    expect((await clusterOf(bench, bench.uuids[0])).status).toBe("CREATE_COMPLETE");
  });

  it("that is refused is not asked for again", async () => {
    const log = remembering();
    const bench = await threeProjects(log);
    bench.stacks.surveyFaults.push(new Error("You are not authorized"));
    await pass(bench, 4 * IDLE_MS, 10_000);
    expect(bench.stacks.surveys.filter((project) => project === "*")).toHaveLength(1);
    for (const { projectId } of requesters) expect(bench.stacks.surveys).toContain(projectId);
    expect(log.warnings).toEqual([expect.stringContaining("You are not authorized")]);
  });

  it("is asked for again after the cloud was away", async () => {
    const bench = await threeProjects();
    bench.stacks.surveyFaults.push(unavailable());
    await pass(bench, 2 * IDLE_MS, 10_000);
    expect(bench.stacks.surveys.length).toBeGreaterThanOrEqual(2);
    expect(new Set(bench.stacks.surveys)).toEqual(new Set(["*"]));
  });
});
