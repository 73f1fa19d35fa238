import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, resource } from "../../test/fake-heat.ts";
import { contextOf, MASTERS, toy, toySnapshot, WORKERS } from "../../test/toy-driver.ts";

const CREATE = "55555555-5555-4555-8555-555555555555";
const UPDATE = "66666666-6666-4666-8666-666666666666";

let heat: FakeHeat;
beforeEach(() => {
  heat = new FakeHeat();
});

const create = (operationId = CREATE) =>
  toy.createCluster(contextOf(heat), { ...toySnapshot(), operationId, timeoutMinutes: 30 });
const update = (nodesToRemove: readonly string[] = [], operationId = UPDATE) =>
  toy.updateCluster(contextOf(heat), {
    ...toySnapshot({ status: "UPDATE_IN_PROGRESS", backingRef: "stack-1" }),
    operationId,
    nodesToRemove,
    nodesMayBeGone: false,
    rollback: false,
  });
const observe = (
  change: Parameters<typeof toySnapshot>[0],
  operationId: string | undefined = CREATE,
) =>
  toy.observeCluster(contextOf(heat), {
    ...toySnapshot({ backingRef: "stack-1", ...change }),
    operationId,
  });

describe("observing", () => {
  beforeEach(async () => {
    await create();
  });

  it("counts resources while the stack is being made, and looks at no output", async () => {
    heat.resources = [
      resource("s", "a", "CREATE_COMPLETE"),
      resource("s", "b", "CREATE_IN_PROGRESS"),
      resource("s", "c", "INIT_COMPLETE"),
    ];
    const { nodeGroups, progress, attributes } = await observe({});
    expect(progress).toEqual({ done: 1, total: 3 });
    expect(attributes).toEqual({});
    expect(nodeGroups).toEqual(
      [MASTERS, WORKERS].map((nodeGroupUuid) => ({
        kind: "present",
        nodeGroupUuid,
        status: "CREATE_IN_PROGRESS",
        reason: "Stack CREATE started: 1 of 3 resources complete",
        nodeAddresses: undefined,
        nodeCount: undefined,
      })),
    );
    expect(heat.outputsResolvedFor).toEqual([]);
  });

  it("reads addresses once the stack is complete", async () => {
    heat.move("stack-1", { status: "CREATE_COMPLETE", statusReason: "done" });
    heat.outputs = { address: "192.0.2.1", masters: ["192.0.2.1"], workers: [] };
    const { nodeGroups, attributes, progress } = await observe({});
    expect(attributes).toEqual({ apiAddress: "tcp://192.0.2.1" });
    expect(progress).toBeUndefined();
    expect(nodeGroups).toMatchObject([
      { status: "CREATE_COMPLETE", nodeAddresses: ["192.0.2.1"], nodeCount: 1 },
      { status: "CREATE_COMPLETE", nodeAddresses: [], nodeCount: 0 },
    ]);
  });

  it("leaves an idle cluster's outputs alone", async () => {
    heat.move("stack-1", { status: "CREATE_COMPLETE" });
    await toy.observeCluster(contextOf(heat), {
      ...toySnapshot({ status: "CREATE_COMPLETE", apiAddress: "tcp://x", backingRef: "stack-1" }),
      operationId: undefined,
    });
    expect(heat.outputsResolvedFor).toEqual([]);
  });

  it("does not take the end of the former operation for the end of this one", async () => {
    heat.move("stack-1", { status: "CREATE_COMPLETE" });
    const before = await observe({ status: "UPDATE_IN_PROGRESS" }, UPDATE);
    expect(before.nodeGroups).toMatchObject([
      { status: "UPDATE_IN_PROGRESS" },
      { status: "UPDATE_IN_PROGRESS" },
    ]);
    await update();
    heat.move("stack-1", { status: "UPDATE_COMPLETE" });
    const after = await observe({ status: "UPDATE_IN_PROGRESS" }, UPDATE);
    expect(after.nodeGroups[0]).toMatchObject({ status: "UPDATE_COMPLETE" });
  });

  it("shows a deletion that Heat has not begun, and how much is left of one that it has", async () => {
    heat.move("stack-1", { status: "CREATE_COMPLETE" });
    const deleting = { status: "DELETE_IN_PROGRESS", progress: { done: 4, total: 4 } } as const;
    expect((await observe(deleting)).nodeGroups[0]).toMatchObject({ status: "DELETE_IN_PROGRESS" });
    heat.move("stack-1", { status: "DELETE_IN_PROGRESS" });
    heat.resources = [resource("s", "a", "DELETE_IN_PROGRESS")];
    expect((await observe(deleting)).progress).toEqual({ done: 3, total: 4 });
  });

  it("is not upset by a stack that vanishes between two looks", async () => {
    heat.move("stack-1", { status: "DELETE_IN_PROGRESS" });
    heat.vanishing = true;
    const seen = await observe({ status: "DELETE_IN_PROGRESS" });
    expect(seen.nodeGroups[0]).toMatchObject({ kind: "present", status: "DELETE_IN_PROGRESS" });
    expect((await observe({ status: "DELETE_IN_PROGRESS" })).nodeGroups[0]?.kind).toBe("absent");
  });

  it("says which leaf failed and why", async () => {
    heat.move("stack-1", { status: "CREATE_FAILED", statusReason: "Resource CREATE failed" });
    heat.resources = [
      resource("root", "workers", "CREATE_FAILED", { nestedStackId: "group" }),
      resource("root", "other", "CREATE_FAILED", { statusReason: "CREATE aborted" }),
      resource("group", "2", "CREATE_FAILED", { nestedStackId: "node" }),
      resource("node", "server", "CREATE_FAILED", {
        statusReason: "ResourceInError: resources.server: No valid host was found",
      }),
    ];
    expect((await observe({})).nodeGroups[0]).toMatchObject({
      status: "CREATE_FAILED",
      reason: "workers/2/server: No valid host was found",
    });
  });

  it("says in one line what a node said in several", async () => {
    heat.move("stack-1", { status: "CREATE_FAILED" });
    heat.resources = [
      resource("root", "wait_condition", "CREATE_FAILED", {
        statusReason:
          "WaitConditionFailure: resources.wait_condition: step swarm failed:\r\n  no manager\n\n",
      }),
    ];
    expect((await observe({})).nodeGroups[0]).toMatchObject({
      reason: "wait_condition: step swarm failed: no manager",
    });
  });

  it("reports a stack that is not there, by id or by what Heat remembers of it", async () => {
    heat.move("stack-1", { status: "DELETE_COMPLETE" });
    expect((await observe({})).nodeGroups).toMatchObject([{ kind: "absent" }, { kind: "absent" }]);
    heat.stacks.clear();
    expect((await observe({})).nodeGroups).toMatchObject([{ kind: "absent" }, { kind: "absent" }]);
  });
});

describe("observing an idle cluster", () => {
  it("reads the addresses anew where somebody changed the stack by hand", async () => {
    await create();
    heat.outputs = { address: "192.0.2.1", masters: ["192.0.2.1"], workers: ["192.0.2.9"] };
    heat.move("stack-1", { status: "UPDATE_COMPLETE", statusReason: "by hand" });
    const idle = { status: "CREATE_COMPLETE", apiAddress: "tcp://192.0.2.1" } as const;
    const seen = await toy.observeCluster(contextOf(heat), {
      ...toySnapshot({ backingRef: "stack-1", ...idle }),
      operationId: undefined,
    });
    expect(seen.nodeGroups[1]).toMatchObject({
      status: "UPDATE_COMPLETE",
      reason: "by hand",
      nodeAddresses: ["192.0.2.9"],
    });
    heat.move("stack-1", { status: "CREATE_COMPLETE" });
    await toy.observeCluster(contextOf(heat), {
      ...toySnapshot({ backingRef: "stack-1", ...idle }),
      operationId: undefined,
    });
    expect(heat.outputsResolvedFor).toEqual(["stack-1"]);
  });
});
