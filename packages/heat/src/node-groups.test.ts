import type { Cluster, NodeGroup } from "@jeroboam/core";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, FakeHttpError, resource } from "../test/fake-heat.ts";
import {
  contextOf,
  MASTERS,
  TEDDIES,
  teddies,
  toy,
  toySnapshot,
  WORKERS,
} from "../test/toy-driver.ts";

const CREATE = "55555555-5555-4555-8555-555555555555";
const CHANGE = "66666666-6666-4666-8666-666666666666";
const DELETE = "99999999-9999-4999-8999-999999999999";

let heat: FakeHeat;
beforeEach(async () => {
  heat = new FakeHeat();
  heat.outputs = { playground: "meadow", address: "192.0.2.1" };
  await toy.createCluster(contextOf(heat), {
    ...toySnapshot(),
    operationId: CREATE,
    timeoutMinutes: 30,
  });
  heat.move("stack-1", { status: "CREATE_COMPLETE" });
});

/** A finished cluster with a group that something is done to. */
function withGroup(change: Partial<NodeGroup> = {}, cluster: Partial<Cluster> = {}) {
  const nodeGroup = teddies(change);
  const snapshot = toySnapshot({ status: "CREATE_COMPLETE", backingRef: "stack-1", ...cluster });
  const nodeGroups = [...snapshot.cluster.nodeGroups, nodeGroup];
  return { nodeGroup, template: snapshot.template, cluster: { ...snapshot.cluster, nodeGroups } };
}

const facet = toy.nodeGroups;
if (!facet) throw new Error("the toy driver has no node groups");
const create = (change: Partial<NodeGroup> = {}) =>
  facet.createNodeGroup(contextOf(heat), {
    ...withGroup(change),
    operationId: CHANGE,
    timeoutMinutes: 20,
  });
const update = (
  nodesToRemove: readonly string[],
  change: Partial<NodeGroup> = {},
  rollback = false,
) =>
  facet.updateNodeGroup(contextOf(heat), {
    ...withGroup({ status: "UPDATE_IN_PROGRESS", nodeCount: 3, ...change }),
    operationId: DELETE,
    nodesToRemove,
    nodesMayBeGone: false,
    rollback,
  });
const observe = (snapshot: ReturnType<typeof withGroup>, operationId: string | undefined) =>
  toy.observeCluster(contextOf(heat), { ...snapshot, operationId });

describe("creating a node group", () => {
  it("makes a stack of its own out of the group and what the cluster's stack tells", async () => {
    expect(await create()).toEqual({ backingRef: "stack-2" });
    expect(heat.requests[1]).toMatchObject({
      name: expect.stringMatching(/^duck-teddies-[a-z2-7]{12}$/),
      parameters: { image: "image", playground: "meadow", colour: "brown", nodes: 2, remove: [] },
      timeoutMinutes: 20,
      disableRollback: true,
      files: { "greeting.hbs": "hello 'teddies'" },
    });
    expect(heat.requests[1]?.tags).toEqual(
      expect.arrayContaining([
        "jeroboam-cluster-22222222-2222-4222-8222-222222222222",
        `jeroboam-node-group-${TEDDIES}`,
        `jeroboam-operation-${CHANGE}`,
      ]),
    );
  });

  it("ten times, with an answer lost, makes one stack", async () => {
    heat.lostAnswers.set("createStack", new FakeHttpError(503));
    await expect(create()).rejects.toThrow("503");
    for (let time = 0; time < 10; time++) expect(await create()).toEqual({ backingRef: "stack-2" });
    expect(heat.requests).toHaveLength(2);
  });

  it("says what is missing when the cluster's stack does not tell it, or is gone", async () => {
    heat.outputs = { playground: null };
    await expect(create()).rejects.toMatchObject({ code: "JRB_TEMPLATE_PARAMETER_MISSING" });
    heat.stacks.clear();
    await expect(create()).rejects.toMatchObject({
      code: "JRB_STACK_NOT_FOUND",
      message: "The stack of cluster duck is gone; delete the cluster and create it again.",
    });
  });
});

describe("updating a node group", () => {
  it("sends only what may change, to its own stack, once", async () => {
    await create();
    heat.lostAnswers.set("patchStack", new FakeHttpError(502));
    await expect(update([])).rejects.toThrow("502");
    expect(await update([], { backingRef: "stack-2" })).toEqual({ backingRef: "stack-2" });
    expect(heat.changes).toEqual([
      expect.objectContaining({ parameters: { nodes: 3, remove: [] }, disableRollback: true }),
    ]);
    expect(heat.stacks.get("stack-1")?.status).toBe("CREATE_COMPLETE");
  });

  it("finds the nodes to lose by their address in the group", async () => {
    await create();
    heat.outputs = { members: { "0": "192.0.2.20", "1": "192.0.2.21", "4": "192.0.2.24" } };
    await update(["192.0.2.24", "1"]);
    expect(heat.changes[0]?.parameters["remove"]).toEqual(["4", "1"]);
  });

  it("loses no node of its own for one of the default group's", async () => {
    await create();
    const other = `${heat.stacks.get("stack-1")?.name}-node-0`;
    await expect(update([other])).rejects.toMatchObject({
      code: "JRB_NODE_NOT_FOUND",
      message: expect.stringContaining(`Node group teddies has no node ${other};`),
    });
    expect(heat.changes).toEqual([]);
  });

  it("goes back when it fails, where that is wished", async () => {
    await create();
    await update([], {}, true);
    expect(heat.changes).toEqual([expect.objectContaining({ disableRollback: false })]);
  });

  it("asks to try again while Heat is busy, and says so when the stack is gone", async () => {
    await create();
    heat.busy = true;
    await expect(update([])).rejects.toMatchObject({ code: "JRB_STACK_BUSY", retryable: true });
    heat.stacks.delete("stack-2");
    await expect(update([])).rejects.toMatchObject({
      code: "JRB_STACK_NOT_FOUND",
      message:
        "The stack of node group teddies is gone; delete the node group and create it again.",
    });
  });
});

describe("deleting a node group", () => {
  it("takes its stack alone, found by name; what is gone counts as deleted", async () => {
    await create();
    const request = { ...withGroup({ status: "DELETE_IN_PROGRESS" }), operationId: DELETE };
    expect(await facet.deleteNodeGroup(contextOf(heat), request)).toEqual({
      backingRef: "stack-2",
    });
    expect([...heat.stacks.keys()]).toEqual(["stack-1"]);
    expect(await facet.deleteNodeGroup(contextOf(heat), request)).toEqual({ backingRef: null });
  });
});

describe("observing a cluster with a node group", () => {
  it("tells of both stacks, and counts only what the operation changes", async () => {
    await create();
    heat.move("stack-1", { status: "UPDATE_COMPLETE", statusReason: "done" });
    heat.resources = [
      resource("s", "a", "CREATE_COMPLETE"),
      resource("s", "b", "CREATE_IN_PROGRESS"),
    ];
    const snapshot = withGroup({}, { apiAddress: "tcp://192.0.2.1" });
    const seen = await observe(snapshot, CHANGE);
    expect(seen.progress).toEqual({ done: 1, total: 2 });
    expect(seen.nodeGroups).toMatchObject([
      { nodeGroupUuid: MASTERS, status: "UPDATE_COMPLETE", nodeAddresses: undefined },
      { nodeGroupUuid: WORKERS, status: "UPDATE_COMPLETE", nodeAddresses: undefined },
      {
        nodeGroupUuid: TEDDIES,
        status: "CREATE_IN_PROGRESS",
        reason: "Stack CREATE started: 1 of 2 resources complete",
      },
    ]);
    expect(heat.outputsResolvedFor).toEqual(["stack-1"]);
  });

  it("reads the group's addresses from its own stack, and no output of an idle cluster", async () => {
    await create();
    heat.move("stack-2", { status: "CREATE_COMPLETE" });
    heat.outputs = { workers: ["192.0.2.20", "192.0.2.21"], masters: ["192.0.2.1"] };
    heat.outputsResolvedFor.length = 0;
    const cluster = { apiAddress: "tcp://192.0.2.1" };
    const seen = await observe(withGroup({}, cluster), CHANGE);
    expect(seen.nodeGroups[2]).toMatchObject({
      status: "CREATE_COMPLETE",
      nodeAddresses: ["192.0.2.20", "192.0.2.21"],
      nodeCount: 2,
    });
    expect(seen.attributes).toEqual({});
    expect(heat.outputsResolvedFor).toEqual(["stack-2"]);

    const nodeAddresses = ["192.0.2.20", "192.0.2.21"];
    await observe(withGroup({ status: "CREATE_COMPLETE", nodeAddresses }, cluster), undefined);
    expect(heat.outputsResolvedFor).toEqual(["stack-2"]);
  });

  it("does not take the end of the former operation on the group for the end of this one", async () => {
    await create();
    heat.move("stack-2", { status: "CREATE_COMPLETE" });
    const updating = withGroup({ status: "UPDATE_IN_PROGRESS" });
    expect((await observe(updating, DELETE)).nodeGroups[2]).toMatchObject({
      status: "UPDATE_IN_PROGRESS",
    });
    await update([]);
    heat.move("stack-2", { status: "UPDATE_COMPLETE" });
    expect((await observe(updating, DELETE)).nodeGroups[2]).toMatchObject({
      status: "UPDATE_COMPLETE",
    });
  });

  it("says gone of a group whose stack is gone, while the cluster's is still there", async () => {
    const seen = await observe(withGroup({ status: "DELETE_IN_PROGRESS" }), DELETE);
    expect(seen.nodeGroups).toMatchObject([
      { kind: "present" },
      { kind: "present" },
      {
        kind: "absent",
        reason: "Node group teddies has no stack in Heat; delete it and create it again.",
      },
    ]);
  });

  it("remembers how many resources there were while one stack alone is deleted", async () => {
    await create();
    heat.move("stack-2", { status: "DELETE_IN_PROGRESS" });
    heat.resources = [resource("s", "a", "DELETE_IN_PROGRESS")];
    const snapshot = withGroup(
      { status: "DELETE_IN_PROGRESS" },
      { progress: { done: 0, total: 4 } },
    );
    expect((await observe(snapshot, DELETE)).progress).toEqual({ done: 3, total: 4 });
  });
});
