import { describe, expect, it } from "vitest";
import { DEFAULT_LEASE_MS } from "../engine/engine-parts.ts";
import { unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";

describe("a cluster's life", () => {
  it("goes from accepted through complete, resized and deleted, and leaves nothing", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    const { cluster } = await bench.create();
    expect(cluster.status).toBe("CREATE_IN_PROGRESS");
    await bench.settle();
    const complete = await bench.manager.clusters.get("c1");
    expect(complete).toMatchObject({
      status: "CREATE_COMPLETE",
      apiAddress: "tcp://10.0.0.1:2376",
      containerVersion: "1.0",
    });

    await bench.manager.clusters.resize("c1", { nodeCount: 3 });
    await bench.settle();
    const resized = await bench.manager.clusters.get("c1");
    expect(resized.status).toBe("UPDATE_COMPLETE");
    expect(resized.nodeGroups.map((group) => group.nodeCount)).toEqual([1, 3]);

    await bench.manager.clusters.delete("c1");
    await bench.settle();
    await expect(bench.manager.clusters.get("c1")).rejects.toMatchObject({
      code: "JRB_CLUSTER_NOT_FOUND",
    });
    expect(bench.stacks.byCluster.size).toBe(0);
    expect(bench.cloud.held.size).toBe(0);
    expect(await bench.store.credentials.find(cluster.uuid)).toBeUndefined();
    expect(bench.stacks.requests).toEqual(["create", "update", "delete"]);
  });

  it("is told by events in the order in which it happened", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    const told = (await bench.events())
      .filter((event) => event.type !== "cluster.progress")
      .map((event) =>
        `${event.type} ${"status" in event ? event.status : "step" in event ? event.step : "operation" in event ? event.operation : ""}`.trim(),
      );
    expect(told).toEqual([
      "operation.accepted create",
      "cluster.status CREATE_IN_PROGRESS",
      "operation.step credentials",
      "operation.step certificates",
      "operation.step infrastructure",
      "cluster.status CREATE_COMPLETE",
      "operation.step converge",
      "operation.finished create",
      "operation.accepted delete",
      "cluster.status DELETE_IN_PROGRESS",
      "operation.step infrastructure",
      "cluster.status DELETE_COMPLETE",
      "operation.step converge",
      "operation.step release",
      "operation.finished delete",
      "cluster.removed",
    ]);
  });

  it("ends in CREATE_FAILED with the infrastructure's own reason, and can then be deleted", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.ending = "FAILED";
    const change = await bench.create();
    await bench.settle();
    expect(await bench.manager.clusters.get("c1")).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: "Stack CREATE_FAILED",
    });
    await expect(bench.manager.wait(change)).rejects.toMatchObject({
      code: "JRB_OPERATION_FAILED",
    });
    await expect(bench.manager.clusters.resize("c1", { nodeCount: 3 })).rejects.toMatchObject({
      code: "JRB_OPERATION_NOT_ALLOWED",
    });
    bench.stacks.ending = "COMPLETE";
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
  });

  it("has its former node count back when the change is refused", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    bench.stacks.faults.push(new Error("quota exceeded"));
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.settle();
    const cluster = await bench.manager.clusters.get("c1");
    expect(cluster).toMatchObject({ status: "UPDATE_FAILED", statusReason: "quota exceeded" });
    expect(cluster.nodeGroups.map((group) => group.nodeCount)).toEqual([1, 2]);
  });
});

describe("an operation", () => {
  it("tries again after a passing fault, later each time", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.faults.push(unavailable(), unavailable(), unavailable());
    await bench.create();
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).status).toBe("CREATE_COMPLETE");
    expect((await bench.events()).filter((event) => event.type === "operation.retry")).toHaveLength(
      3,
    );
    expect(bench.stacks.requests).toEqual(["create"]);
  });

  it("gives up at its deadline and says what stood in its way", async () => {
    const bench = managerBench();
    await bench.template();
    for (let count = 0; count < 500; count++) bench.stacks.faults.push(unavailable());
    await bench.create({ createTimeoutMinutes: 10 });
    await bench.settle(2 * 3_600_000);
    const cluster = await bench.manager.clusters.get("c1");
    expect(cluster.status).toBe("CREATE_FAILED");
    expect(cluster.statusReason).toBe(
      "The create operation did not finish within 15 minutes. Last error: the cloud is unavailable",
    );
  });

  it("is taken over by another process when the first one dies in the middle", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    const now = bench.clock.now();
    const claimed = await bench.store.operations.claim({
      owner: "process that dies",
      now,
      leaseUntil: new Date(now.getTime() + DEFAULT_LEASE_MS),
    });
    expect(claimed?.state).toBe("running");
    const survivor = bench.open();
    expect(await survivor.runDueOperations()).toBe(0);
    bench.clock.advance(DEFAULT_LEASE_MS);
    await bench.settle();
    expect((await survivor.clusters.get("c1")).status).toBe("CREATE_COMPLETE");
    expect(bench.stacks.requests).toEqual(["create"]);
  });

  it("writes nothing once its claim is lost", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    const first = await bench.store.operations.claim({
      owner: "slow",
      now: bench.clock.now(),
      leaseUntil: bench.clock.now(),
    });
    await bench.settle();
    if (!first) throw new Error("nothing was claimed");
    await expect(bench.store.operations.replace(first)).rejects.toMatchObject({
      code: "JRB_STORE_CONFLICT",
    });
  });

  it("without the requester's token fails clearly instead of hanging", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    const { cluster, operation } = await bench.create();
    await bench.store.credentials.remove(cluster.uuid);
    const stored = operation && (await bench.store.operations.find(operation.uuid));
    if (!stored) throw new Error("no operation");
    await bench.store.operations.replace({ ...stored, finishedSteps: [] });
    await bench.settle();
    const failed = await bench.manager.clusters.get("c1");
    expect(failed.status).toBe("CREATE_FAILED");
    expect(failed.statusReason).toContain("retry, or delete the cluster");
  });

  it("that a delete overtakes is cancelled, and the delete waits until it stopped", async () => {
    const bench = managerBench();
    await bench.template();
    const create = await bench.create();
    await bench.manager.runDueOperations();
    const again = await bench.manager.clusters.delete("c1");
    expect((await bench.manager.clusters.delete("c1")).operation?.uuid).toBe(again.operation?.uuid);
    await bench.settle();
    await expect(bench.manager.wait(create)).rejects.toMatchObject({
      code: "JRB_OPERATION_CANCELLED",
    });
    expect(bench.stacks.byCluster.size).toBe(0);
    expect(await bench.manager.clusters.list()).toEqual([]);
  });

  it("that is running elsewhere when a delete overtakes it ends there, and only then is anything deleted", async () => {
    const bench = managerBench();
    await bench.template();
    const { cluster } = await bench.create();
    const running = await bench.store.operations.claim({
      owner: "another process",
      now: bench.clock.now(),
      leaseUntil: new Date(bench.clock.now().getTime() + DEFAULT_LEASE_MS),
    });
    await bench.manager.clusters.delete("c1");
    expect(await bench.manager.runDueOperations()).toBe(0);
    expect(await bench.store.operations.find(running?.uuid ?? "")).toMatchObject({
      state: "running",
      cancelRequested: true,
    });
    // What the other process was just asking for.
    bench.stacks.create(cluster.uuid, running?.uuid ?? "", 2);
    bench.clock.advance(DEFAULT_LEASE_MS);
    await bench.settle();
    expect(bench.stacks.byCluster.size).toBe(0);
    expect(await bench.manager.clusters.list()).toEqual([]);
  });

  it("to resize waits for the one before it, and both wishes are met", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.runDueOperations();
    await bench.manager.clusters.resize("c1", { nodeCount: 4 });
    await bench.settle();
    const cluster = await bench.manager.clusters.get("c1");
    expect(cluster.status).toBe("UPDATE_COMPLETE");
    expect(cluster.nodeGroups.map((group) => group.nodeCount)).toEqual([1, 4]);
    expect(bench.stacks.byCluster.get(cluster.uuid)?.nodeCount).toBe(4);
  });

  it("to update is refused where a resize is allowed: while something is under way", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    await bench.manager.clusters.update("c1", { nodeCount: 5 });
    await expect(bench.manager.clusters.update("c1", { nodeCount: 4 })).rejects.toMatchObject({
      code: "JRB_OPERATION_NOT_ALLOWED",
      message: 'Updating a cluster when status is "UPDATE_IN_PROGRESS" is not supported.',
    });
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).nodeGroups[1]?.nodeCount).toBe(5);
  });

  it("to the count that is there already is no operation", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    const change = await bench.manager.clusters.resize("c1", { nodeCount: 2 });
    expect(change.operation).toBeNull();
    expect((await bench.manager.wait(change))?.status).toBe("CREATE_COMPLETE");
  });
});

describe("a cluster that nobody may keep", () => {
  it("is deleted though it never had a credential to ask the cloud with", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    bench.cloud.faults.acquire.push(new Error("403"));
    await bench.create();
    expect(await bench.manager.clusters.get("c1")).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: expect.stringContaining("Failed to create trustee or trust"),
    });
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
    expect(bench.stacks.requests).toEqual([]);
  });

  it("is deleted at the next try when its credential could not be released", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    await bench.create();
    await bench.settle();
    bench.cloud.faults.release.push(new Error("Keystone says no"));
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await bench.manager.clusters.get("c1")).toMatchObject({
      status: "DELETE_FAILED",
      statusReason: "Keystone says no",
    });
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
    expect(bench.cloud.held.size).toBe(0);
  });

  it("leaves no credential when it is deleted while the credential is being made", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    const [strategy] = bench.cloud.credentials ?? [];
    if (!strategy) throw new Error("the bench gives credentials");
    const acquire = strategy.acquire;
    strategy.acquire = async (requester, clusterUuid, kept) => {
      const credential = await acquire(requester, clusterUuid, kept);
      await bench.manager.clusters.delete(clusterUuid);
      return credential;
    };
    await bench.create();
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
    expect(bench.cloud.held.size).toBe(0);
  });

  it("is deleted promptly also when the credential that came too late cannot be released then", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    const [strategy] = bench.cloud.credentials ?? [];
    if (!strategy) throw new Error("the bench gives credentials");
    const acquire = strategy.acquire;
    strategy.acquire = async (requester, clusterUuid, kept) => {
      const credential = await acquire(requester, clusterUuid, kept);
      await bench.manager.clusters.delete(clusterUuid);
      bench.cloud.faults.release.push(new Error("not now"));
      return credential;
    };
    await bench.create();
    await bench.settle(30_000);
    expect(await bench.manager.clusters.list()).toEqual([]);
    expect(bench.cloud.held.size).toBe(0);
  });

  it("is not stored when its template goes while it is being checked", async () => {
    const bench = managerBench();
    const template = await bench.template();
    const [created] = await Promise.allSettled([
      bench.create(),
      bench.manager.clusterTemplates.delete(template.uuid),
    ]);
    expect(created).toMatchObject({ reason: { code: "JRB_TEMPLATE_NOT_FOUND" } });
    expect(await bench.manager.clusters.list()).toEqual([]);
  });
});
