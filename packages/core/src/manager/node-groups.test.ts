import { describe, expect, it } from "vitest";
import type { NodeGroupRequest } from "../cluster/node-group.ts";
import { managerBench } from "../testing/manager-bench.ts";

/** A complete cluster to which groups can be added. */
async function clusterBench() {
  const bench = managerBench();
  await bench.template();
  await bench.create();
  await bench.settle();
  const { manager } = bench;
  return {
    ...bench,
    add: (request: Partial<NodeGroupRequest> = {}) =>
      manager.nodeGroups.create("c1", { name: "big", nodeCount: 2, ...request }),
    group: async (name = "big") => (await manager.nodeGroups.get("c1", name)).nodeGroup,
    cluster: () => manager.clusters.get("c1"),
  };
}

const refused = (code: string) => expect.objectContaining({ code });

describe("a node group", () => {
  it("is made, grows, shrinks and goes, while the default ones stay as they are", async () => {
    const bench = await clusterBench();
    const before = await bench.cluster();
    const { operation, nodeGroup } = await bench.add({
      maxNodeCount: 5,
      labels: { colour: "red" },
    });
    expect(operation?.kind).toBe("create-node-group");
    expect(nodeGroup).toMatchObject({ status: "CREATE_IN_PROGRESS", role: "worker", nodeCount: 2 });
    expect((await bench.cluster()).status).toBe("UPDATE_IN_PROGRESS");
    await bench.settle();
    expect(await bench.group()).toMatchObject({
      status: "CREATE_COMPLETE",
      nodeAddresses: ["10.0.0.2"],
      labels: { colour: "red" },
      flavorId: before.flavorId,
    });
    expect((await bench.cluster()).status).toBe("UPDATE_COMPLETE");
    expect((await bench.group("default-worker")).status).toBe("CREATE_COMPLETE");

    await bench.manager.clusters.resize("c1", { nodeGroup: "big", nodeCount: 4 });
    await bench.settle();
    expect(await bench.group()).toMatchObject({ status: "UPDATE_COMPLETE", nodeCount: 4 });
    expect(bench.stacks.byCluster.get(nodeGroup.uuid)?.nodeCount).toBe(4);
    expect(bench.stacks.byCluster.get(before.uuid)?.nodeCount).toBe(2);

    await bench.manager.nodeGroups.delete("c1", "big");
    expect((await bench.group()).status).toBe("DELETE_IN_PROGRESS");
    await bench.settle();
    await expect(bench.group()).rejects.toEqual(refused("JRB_NODE_GROUP_NOT_FOUND"));
    expect(await bench.cluster()).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect(bench.stacks.byCluster.has(nodeGroup.uuid)).toBe(false);
  });

  it("goes with its cluster", async () => {
    const bench = await clusterBench();
    await bench.add();
    await bench.settle();
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(bench.stacks.byCluster.size).toBe(0);
  });

  it("goes with its cluster also while it is being made", async () => {
    const bench = await clusterBench();
    await bench.add();
    await bench.manager.runDueOperations();
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(bench.stacks.byCluster.size).toBe(0);
    await expect(bench.cluster()).rejects.toEqual(refused("JRB_CLUSTER_NOT_FOUND"));
  });

  it("that cannot go keeps its cluster, which says why and can be deleted again", async () => {
    const bench = await clusterBench();
    await bench.add();
    await bench.settle();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.delete("c1");
    await bench.settle(60_000);
    expect(await bench.cluster()).toMatchObject({
      status: "DELETE_FAILED",
      statusReason: "Node group big could not be deleted: Stack DELETE_FAILED",
    });
    expect(bench.stacks.byCluster.get((await bench.cluster()).uuid)?.status).toBe(
      "CREATE_COMPLETE",
    );
    bench.stacks.ending = "COMPLETE";
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(bench.stacks.byCluster.size).toBe(0);
  });

  it("waits for the change that is under way, and does not keep it waiting", async () => {
    const bench = await clusterBench();
    const { operation: resize } = await bench.manager.clusters.resize("c1", { nodeCount: 3 });
    await bench.add();
    const { operation: removal } = await bench.manager.nodeGroups.delete("c1", "big");
    await bench.add({ name: "other" });
    await bench.settle();
    const states = (await bench.manager.clusters.operations("c1")).map(({ kind, state }) => [
      kind,
      state,
    ]);
    expect(states).toEqual([
      ["create", "succeeded"],
      ["resize", "succeeded"],
      ["create-node-group", "cancelled"],
      ["delete-node-group", "succeeded"],
      ["create-node-group", "succeeded"],
    ]);
    expect([resize?.kind, removal?.kind]).toEqual(["resize", "delete-node-group"]);
    const { nodeGroups, status } = await bench.cluster();
    expect(status).toBe("UPDATE_COMPLETE");
    expect(nodeGroups.map(({ name, nodeCount }) => [name, nodeCount])).toEqual([
      ["default-master", 1],
      ["default-worker", 3],
      ["other", 2],
    ]);
  });

  it("that is deleted while it is being made is not waited for", async () => {
    const bench = await clusterBench();
    await bench.add();
    await bench.manager.runDueOperations();
    await bench.manager.nodeGroups.delete("c1", "big");
    await bench.settle(60_000);
    const { status, nodeGroups } = await bench.cluster();
    expect([status, nodeGroups.length]).toEqual(["UPDATE_COMPLETE", 2]);
    expect(bench.stacks.byCluster.size).toBe(1);
  });

  it("that fails is named by its cluster, and can be deleted", async () => {
    const bench = await clusterBench();
    bench.stacks.ending = "FAILED";
    await bench.add();
    await bench.settle();
    expect(await bench.group()).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: "Stack CREATE_FAILED",
    });
    expect(await bench.cluster()).toMatchObject({
      status: "UPDATE_FAILED",
      statusReason: "big failed",
    });
    bench.stacks.ending = "COMPLETE";
    await bench.manager.nodeGroups.delete("c1", "big");
    await bench.settle();
    expect(await bench.cluster()).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect((await bench.cluster()).nodeGroups).toHaveLength(2);
  });

  it("that the infrastructure refuses has failed, and nothing else has", async () => {
    const bench = await clusterBench();
    bench.stacks.faults.push(new Error("no hosts left"));
    await bench.add();
    await bench.settle();
    expect(await bench.group()).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: "no hosts left",
    });
    expect((await bench.group("default-worker")).status).toBe("CREATE_COMPLETE");
    const failed = (await bench.manager.clusters.operations("c1")).at(-1);
    expect(failed).toMatchObject({ state: "failed", error: { message: "no hosts left" } });
  });

  it("takes labels from its cluster, of its own, or both", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create({ labels: { colour: "blue" } });
    await bench.settle();
    const labels = async (name: string, request: Partial<NodeGroupRequest>) =>
      (await bench.manager.nodeGroups.create("c1", { name, ...request })).nodeGroup.labels;
    expect(await labels("a", {})).toEqual({ colour: "blue" });
    expect(await labels("b", { labels: {} })).toEqual({});
    expect(await labels("c", { labels: { colour: "red" }, mergeLabels: true })).toEqual({
      colour: "red",
    });
  });

  it.each<[string, Partial<NodeGroupRequest>, string]>([
    ["a name that is taken", { name: "default-worker" }, "JRB_NODE_GROUP_EXISTS"],
    ["masters", { role: "master" }, "JRB_MASTER_GROUP_NOT_SUPPORTED"],
    ["more than the most", { nodeCount: 3, maxNodeCount: 2 }, "JRB_NODE_GROUP_INVALID"],
    ["less than the fewest", { nodeCount: 1, minNodeCount: 2 }, "JRB_NODE_GROUP_INVALID"],
    ["the fewest above the most", { minNodeCount: 3, maxNodeCount: 2 }, "JRB_NODE_GROUP_INVALID"],
    ["an unknown image", { imageId: "nowhere" }, "JRB_IMAGE_NOT_FOUND"],
    ["an image of another system", { imageId: "plan9" }, "JRB_NODE_GROUP_INVALID"],
    ["an unknown flavor", { flavorId: "nowhere" }, "JRB_FLAVOR_NOT_FOUND"],
    ["an unknown label", { labels: { smell: "x" } }, "JRB_LABEL_INVALID"],
    ["what the driver refuses", { nodeLabels: { disk: "tape" } }, "JRB_CLUSTER_INVALID"],
    ["fewer than no nodes", { nodeCount: -1 }, "JRB_INVALID_REQUEST"],
  ])("is refused with %s", async (_, request, code) => {
    const bench = await clusterBench();
    const before = await bench.cluster();
    await expect(bench.add(request)).rejects.toEqual(refused(code));
    expect(await bench.cluster()).toEqual(before);
  });

  it("needs a cluster that has an address and is not failed", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    const add = () => bench.manager.nodeGroups.create("c1", { name: "big" });
    await expect(add()).rejects.toEqual(refused("JRB_CLUSTER_NOT_READY"));
  });

  it("takes another range and node labels without asking the infrastructure", async () => {
    const bench = await clusterBench();
    await bench.add();
    await bench.settle();
    const asked = bench.stacks.requests.length;
    const { nodeGroup } = await bench.manager.nodeGroups.update("c1", "big", {
      minNodeCount: 1,
      maxNodeCount: 3,
      nodeLabels: { disk: "ssd" },
    });
    expect(nodeGroup).toMatchObject({
      minNodeCount: 1,
      maxNodeCount: 3,
      nodeLabels: { disk: "ssd" },
      status: "CREATE_COMPLETE",
      updatedAt: bench.clock.now(),
    });
    expect(bench.stacks.requests).toHaveLength(asked);
    await expect(
      bench.manager.clusters.resize("c1", { nodeGroup: "big", nodeCount: 4 }),
    ).rejects.toEqual(refused("JRB_NODE_COUNT_OUT_OF_RANGE"));
    await expect(
      bench.manager.nodeGroups.update("c1", "big", { nodeLabels: { disk: "tape" } }),
    ).rejects.toEqual(refused("JRB_CLUSTER_INVALID"));
    await expect(bench.manager.nodeGroups.update("c1", "big", { minNodeCount: 3 })).rejects.toEqual(
      refused("JRB_NODE_GROUP_INVALID"),
    );
  });

  it("that is a default one stays", async () => {
    const bench = await clusterBench();
    await expect(bench.manager.nodeGroups.delete("c1", "default-worker")).rejects.toEqual(
      refused("JRB_NODE_GROUP_IS_DEFAULT"),
    );
  });

  it("is listed by role, in pages", async () => {
    const bench = await clusterBench();
    await bench.add({ role: "gpu" });
    const names = async (page?: Parameters<typeof bench.manager.nodeGroups.list>[1]) =>
      (await bench.manager.nodeGroups.list("c1", page)).map(({ nodeGroup }) => nodeGroup.name);
    expect(await names()).toEqual(["default-master", "default-worker", "big"]);
    expect(await names({ role: "gpu" })).toEqual(["big"]);
    const [first] = await bench.manager.nodeGroups.list("c1", { limit: 1 });
    expect(await names({ marker: first?.nodeGroup.uuid ?? "" })).toEqual(["default-worker", "big"]);
  });

  it("of somebody else's cluster is not there", async () => {
    const bench = await clusterBench();
    const other = bench.manager.as({
      userId: "mallory",
      projectId: "elsewhere",
      roles: [],
      isAdmin: false,
    });
    for (const attempt of [
      () => other.nodeGroups.list("c1"),
      () => other.nodeGroups.get("c1", "default-worker"),
      () => other.nodeGroups.create("c1", { name: "x" }),
      () => other.nodeGroups.update("c1", "default-worker", { minNodeCount: 0 }),
      () => other.nodeGroups.delete("c1", "default-worker"),
    ])
      await expect(attempt()).rejects.toEqual(refused("JRB_CLUSTER_NOT_FOUND"));
  });
});
