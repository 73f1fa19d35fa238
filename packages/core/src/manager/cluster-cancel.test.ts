import { describe, expect, it } from "vitest";
import { fakeDriver } from "../testing/fake-driver.ts";
import { unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";

type Bench = ReturnType<typeof managerBench>;

async function complete(): Promise<Bench> {
  const bench = managerBench();
  await bench.template();
  await bench.create();
  await bench.settle();
  return bench;
}

const shown = async ({ manager }: Bench) => {
  const { status, statusReason, nodeGroups } = await manager.clusters.get("c1");
  return { status, statusReason, nodeCounts: nodeGroups.map(({ nodeCount }) => nodeCount) };
};
const told = async (bench: Bench) =>
  (await bench.events()).flatMap((event) =>
    event.type === "operation.cancelling" || event.type === "operation.finished"
      ? [`${event.type} ${event.operation}`]
      : [],
  );

describe("cancelling", () => {
  it("a change that the infrastructure never took puts back what was there", async () => {
    const bench = await complete();
    const before = await shown(bench);
    bench.stacks.faults.push(unavailable());
    const change = await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.manager.runDueOperations();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_IN_PROGRESS", nodeCounts: [1, 9] });
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toEqual(before);
    expect(bench.stacks.requests).toEqual(["create"]);
    await expect(bench.manager.wait(change)).rejects.toMatchObject({
      code: "JRB_OPERATION_CANCELLED",
    });
    expect((await told(bench)).slice(1)).toEqual([
      "operation.cancelling resize",
      "operation.finished resize",
    ]);
  });

  it("a cluster that has no infrastructure yet ends its creation as failed", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    await bench.create();
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: "The create operation was cancelled before the infrastructure took it.",
    });
    expect(bench.stacks.requests).toEqual([]);
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(bench.cloud.held.size).toBe(0);
  });

  it("a change that the infrastructure took stops it where it stands", async () => {
    const bench = await complete();
    const change = await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.manager.runDueOperations();
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toEqual({
      status: "UPDATE_FAILED",
      statusReason: "Stack UPDATE_FAILED",
      nodeCounts: [1, 9],
    });
    expect(bench.stacks.requests).toEqual(["create", "update", "cancel"]);
    const [, resize] = await bench.manager.clusters.operations("c1");
    expect(resize).toMatchObject({ uuid: change.operation?.uuid, state: "cancelled" });
    expect(resize?.finishedSteps).toContain("cancel");
  });

  it("finds out whether a request whose answer was lost was taken", async () => {
    const bench = managerBench();
    await bench.template();
    const { cluster, operation } = await bench.create();
    bench.stacks.create(cluster.uuid, operation?.uuid ?? "", 2);
    bench.stacks.faults.push(unavailable());
    await bench.manager.runDueOperations();
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "CREATE_FAILED" });
    expect(bench.stacks.byCluster.get(cluster.uuid)?.status).toBe("CREATE_FAILED");
    expect((await bench.manager.clusters.get("c1")).backingRef).toBe(`stack-${cluster.uuid}`);
  });

  it("ends what waits as well, and counts go back to what the first one left", async () => {
    const bench = await complete();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.runDueOperations();
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_FAILED", nodeCounts: [1, 5] });
    const operations = await bench.manager.clusters.operations("c1");
    expect(operations.map(({ state }) => state)).toEqual(["succeeded", "cancelled", "cancelled"]);
  });

  it("comes too late for what is done meanwhile", async () => {
    const bench = await complete();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.runDueOperations();
    const stack = [...bench.stacks.byCluster.values()][0];
    if (stack) stack.status = "UPDATE_COMPLETE";
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_COMPLETE", nodeCounts: [1, 5] });
    const operations = await bench.manager.clusters.operations("c1");
    expect(operations.map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);
  });

  it("is taken back with a word when the infrastructure refuses to stop", async () => {
    const bench = await complete();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.runDueOperations();
    bench.stacks.faults.push(new Error("not yours"));
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_COMPLETE", nodeCounts: [1, 5] });
    expect(await bench.events()).toContainEqual(
      expect.objectContaining({
        type: "operation.retry",
        reason: "The resize operation could not be cancelled and goes on: not yours",
      }),
    );
  });

  it("a second time asks for nothing more", async () => {
    const bench = await complete();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    const first = await bench.manager.clusters.cancel("c1");
    const second = await bench.manager.clusters.cancel("c1");
    expect(second.operation).toEqual(first.operation);
  });

  it("a node group that has no nodes yet leaves the cluster usable", async () => {
    const bench = await complete();
    await bench.manager.nodeGroups.create("c1", { name: "gpu", nodeCount: 2 });
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_FAILED", nodeCounts: [1, 2, 2] });
    await bench.manager.nodeGroups.delete("c1", "gpu");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_COMPLETE", nodeCounts: [1, 2] });
  });

  it("a rotation leaves alone a node group that was asked for after it", async () => {
    const bench = await complete();
    bench.stacks.faults.push(unavailable());
    await bench.manager.clusters.rotateCaCertificate("c1");
    await bench.manager.runDueOperations();
    await bench.manager.nodeGroups.create("c1", { name: "gpu", nodeCount: 2 });
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    const { nodeGroups } = await bench.manager.clusters.get("c1");
    expect(nodeGroups.map(({ status }) => status)).toEqual([
      "CREATE_COMPLETE",
      "CREATE_COMPLETE",
      "CREATE_FAILED",
    ]);
  });

  it("stops what the infrastructure takes at the same moment", async () => {
    const bench: Bench = managerBench({
      driver: {
        ...fakeDriver,
        async updateCluster(context, request) {
          await bench.manager.clusters.cancel("c1");
          return fakeDriver.updateCluster(context, request);
        },
      },
    });
    await bench.template();
    await bench.create();
    await bench.settle();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.settle();
    expect(bench.stacks.requests).toEqual(["create", "update", "cancel"]);
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_FAILED");
  });

  it("is refused where nothing is under way, and for a deletion", async () => {
    const bench = await complete();
    await expect(bench.manager.clusters.cancel("c1")).rejects.toMatchObject({
      code: "JRB_NOTHING_TO_CANCEL",
    });
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.clusters.delete("c1");
    await expect(bench.manager.clusters.cancel("c1")).rejects.toMatchObject({
      code: "JRB_OPERATION_NOT_ALLOWED",
    });
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
  });

  it("does not keep a delete from ending what is just being cancelled", async () => {
    const bench = await complete();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.runDueOperations();
    await bench.manager.clusters.cancel("c1");
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
    expect(bench.stacks.requests).toEqual(["create", "update", "delete"]);
  });
});
