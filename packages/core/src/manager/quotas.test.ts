import { describe, expect, it } from "vitest";
import { admin, alice, mallory } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

const wonderland = { projectId: alice.projectId, resource: "Cluster" } as const;

describe("a project's quota", () => {
  // api.md 7: no row => 200 with the configured default
  it("is the service's default until an admin sets one", async () => {
    const bench = managerBench({ rules: { maxClustersPerProject: 3 } });
    const { quotas } = bench.manager.as(admin);
    expect(await bench.manager.quotas.get("wonderland", "Cluster")).toEqual({
      ...wonderland,
      hardLimit: 3,
    });
    const quota = await quotas.create({ ...wonderland, hardLimit: 5 });
    expect(quota).toMatchObject({ ...wonderland, id: 1, hardLimit: 5, updatedAt: null });
    expect(await bench.manager.quotas.get("wonderland", "Cluster")).toEqual(quota);
    await quotas.delete("wonderland", "Cluster");
    expect(await quotas.get("wonderland", "Cluster")).toEqual({ ...wonderland, hardLimit: 3 });
  });

  // api.md 7: other project => 403
  it("is shown to its project and to admins alone", async () => {
    const { manager } = managerBench();
    await expect(manager.as(mallory).quotas.get("wonderland", "Cluster")).rejects.toMatchObject({
      code: "JRB_NOT_AUTHORIZED",
    });
    expect(await manager.as(admin).quotas.get("elsewhere", "Cluster")).toMatchObject({
      hardLimit: 20,
    });
  });

  it("is set, changed and deleted by admins alone", async () => {
    const { quotas } = managerBench().manager;
    const refused = { code: "JRB_NOT_AUTHORIZED" };
    await expect(quotas.create({ ...wonderland, hardLimit: 99 })).rejects.toMatchObject(refused);
    await expect(quotas.update({ ...wonderland, hardLimit: 99 })).rejects.toMatchObject(refused);
    await expect(quotas.delete("wonderland", "Cluster")).rejects.toMatchObject(refused);
  });

  // api.md 7: project must exist (404); duplicate => 409
  it("needs a project that exists, and is there once", async () => {
    const bench = managerBench();
    const { quotas } = bench.manager.as(admin);
    await expect(quotas.create({ projectId: "nowhere" })).rejects.toMatchObject({
      code: "JRB_PROJECT_NOT_FOUND",
    });
    await quotas.create(wonderland);
    await expect(quotas.create(wonderland)).rejects.toMatchObject({ code: "JRB_QUOTA_EXISTS" });
    bench.cloud.refusals.set("projectExists", Object.assign(new Error("no"), { retryable: true }));
    await expect(quotas.create({ projectId: "elsewhere" })).rejects.toMatchObject({
      code: "JRB_CLOUD_UNAVAILABLE",
      details: { service: "identity", reason: "reason: no" },
    });
  });

  // api.md 7: PATCH and DELETE, none => 404
  it("can be changed where there is one", async () => {
    const bench = managerBench();
    const { quotas } = bench.manager.as(admin);
    const missing = { code: "JRB_QUOTA_NOT_FOUND" };
    await expect(quotas.update({ ...wonderland, hardLimit: 2 })).rejects.toMatchObject(missing);
    await expect(quotas.delete("wonderland", "Cluster")).rejects.toMatchObject(missing);
    await quotas.create(wonderland);
    bench.clock.advance(1000);
    expect(await quotas.update({ ...wonderland, hardLimit: 2 })).toMatchObject({
      id: 1,
      hardLimit: 2,
      updatedAt: bench.clock.now(),
    });
  });

  it("is listed for its own project, and all of them for admins", async () => {
    const { manager } = managerBench();
    const { quotas } = manager.as(admin);
    await quotas.create(wonderland);
    await quotas.create({ projectId: "elsewhere" });
    const ids = async (page = {}) => (await quotas.list(page)).map(({ id }) => id);
    expect(await ids()).toEqual([1, 2]);
    expect(await ids({ sortKey: "hardLimit", sortDirection: "desc", limit: 1 })).toEqual([2]);
    expect(await ids({ marker: 1 })).toEqual([2]);
    await expect(ids({ marker: 7 })).rejects.toMatchObject({ code: "JRB_QUOTA_NOT_FOUND" });
    expect((await manager.quotas.list()).map(({ projectId }) => projectId)).toEqual(["wonderland"]);
  });

  it("made twice under one key is made once", async () => {
    const { manager } = managerBench();
    const { quotas } = manager.as(admin, { idempotencyKey: "k", fingerprint: "f" });
    const answers = await Promise.all([1, 2, 3, 4].map(() => quotas.create(wonderland)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await manager.as(admin).quotas.delete("wonderland", "Cluster");
    await expect(quotas.create(wonderland)).rejects.toMatchObject({
      code: "JRB_IDEMPOTENCY_KEY_REUSED",
    });
  });
});

describe("the quota of clusters", () => {
  it("holds when 200 requests come at once", async () => {
    const bench = managerBench({ rules: { maxClustersPerProject: 7 } });
    await bench.template();
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => bench.create({ name: `c${index}` })),
    );
    const reasons = answers.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(await bench.manager.clusters.list()).toHaveLength(7);
    expect(reasons).toHaveLength(193);
    for (const reason of reasons)
      expect(reason).toMatchObject({ code: "JRB_QUOTA_EXCEEDED", details: { limit: 7 } });
    expect(await bench.store.events.after(0, {})).toSatisfy(
      (events: readonly { clusterUuid: string }[]) =>
        new Set(events.map(({ clusterUuid }) => clusterUuid)).size === 7,
    );
  });

  // api.md 4.2: counts clusters in any status
  it("counts also what failed, and makes room when a cluster is gone", async () => {
    const bench = managerBench({ rules: { maxClustersPerProject: 1 } });
    await bench.template();
    bench.stacks.ending = "FAILED";
    await bench.create();
    await bench.settle();
    await expect(bench.create()).rejects.toMatchObject({ code: "JRB_QUOTA_EXCEEDED" });
    bench.stacks.ending = "COMPLETE";
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    await expect(bench.create()).resolves.toBeDefined();
  });

  it("of the project's own row wins over the default, also when it is zero", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.manager.as(admin).quotas.create({ ...wonderland, hardLimit: 0 });
    bench.cloud.lookUps.length = 0;
    await expect(bench.create()).rejects.toMatchObject({ code: "JRB_QUOTA_EXCEEDED" });
    expect(bench.cloud.lookUps).toEqual([]);
  });
});
