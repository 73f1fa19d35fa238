import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, resource } from "../../test/fake-heat.ts";
import { contextOf, teddies, toy, toySnapshot } from "../../test/toy-driver.ts";

const CREATE = "55555555-5555-4555-8555-555555555555";
const OTHER = "66666666-6666-4666-8666-666666666666";

let heat: FakeHeat;
beforeEach(async () => {
  heat = new FakeHeat();
  heat.outputs = { playground: "meadow", address: "192.0.2.1" };
  await create();
  heat.move("stack-1", { status: "CREATE_IN_PROGRESS" });
});

const create = (operationId = CREATE) =>
  toy.createCluster(contextOf(heat), { ...toySnapshot(), operationId, timeoutMinutes: 30 });
const cancel = (operationId = CREATE, nodeGroup?: ReturnType<typeof teddies>) =>
  toy.cancel?.cancelOperation(contextOf(heat), { ...toySnapshot(), operationId, nodeGroup });
const observe = async () => {
  const seen = await toy.observeCluster(contextOf(heat), { ...toySnapshot(), operationId: CREATE });
  return seen.nodeGroups[0];
};

describe("cancelling", () => {
  it("stops the stack, which then shows as failed for that reason alone", async () => {
    expect(await cancel()).toBe("stopped");
    heat.resources = [
      resource("stack-1", "workers", "CREATE_FAILED", {
        statusReason: "resources.workers: Stack CREATE cancelled",
      }),
    ];
    expect(await observe()).toMatchObject({
      status: "CREATE_FAILED",
      reason: "Stack CREATE cancelled",
    });
    heat.move("stack-1", {
      statusReason: "Resource CREATE failed: resources.workers: Stack CREATE cancelled",
    });
    expect(await observe()).toMatchObject({ reason: "Stack CREATE cancelled" });
    expect(await cancel()).toBe("stopped");
    expect(heat.cancellations).toEqual(["stack-1"]);
  });

  it("leaves the stack of another operation alone, and finds none where none was made", async () => {
    expect(await cancel(OTHER)).toBe("never begun");
    heat.stacks.clear();
    expect(await cancel()).toBe("never begun");
    expect(heat.cancellations).toEqual([]);
  });

  it("takes what ended meanwhile for stopped", async () => {
    heat.move("stack-1", { status: "CREATE_COMPLETE" });
    expect(await cancel()).toBe("stopped");
    expect(heat.cancellations).toEqual([]);
  });

  it("tries again while Heat has only announced the stack", async () => {
    heat.move("stack-1", { status: "INIT_COMPLETE" });
    await expect(cancel()).rejects.toMatchObject({ code: "JRB_STACK_BUSY", retryable: true });
  });

  it("stops a node group's own stack", async () => {
    const snapshot = toySnapshot({ status: "CREATE_COMPLETE", backingRef: "stack-1" });
    const nodeGroup = teddies();
    await toy.nodeGroups?.createNodeGroup(contextOf(heat), {
      ...snapshot,
      nodeGroup,
      operationId: OTHER,
      timeoutMinutes: 30,
    });
    heat.move("stack-2", { status: "CREATE_IN_PROGRESS" });
    expect(await cancel(OTHER, nodeGroup)).toBe("stopped");
    expect(heat.cancellations).toEqual(["stack-2"]);
  });

  it("tells of a node group that was asked where the cluster's own stack was not", async () => {
    const snapshot = toySnapshot({ status: "UPDATE_IN_PROGRESS", backingRef: "stack-1" });
    const nodeGroup = teddies();
    await toy.nodeGroups?.createNodeGroup(contextOf(heat), {
      ...snapshot,
      nodeGroup,
      operationId: OTHER,
      timeoutMinutes: 30,
    });
    heat.move("stack-2", { status: "UPDATE_IN_PROGRESS" });
    const { cluster } = snapshot;
    const end = await toy.cancel?.cancelOperation(contextOf(heat), {
      ...snapshot,
      cluster: { ...cluster, nodeGroups: [...cluster.nodeGroups, nodeGroup] },
      operationId: OTHER,
      nodeGroup: undefined,
    });
    expect([end, heat.cancellations]).toEqual(["stopped", ["stack-2"]]);
  });
});

describe("another try at creating", () => {
  it("goes on with the stack that is there, once", async () => {
    heat.move("stack-1", { status: "CREATE_FAILED" });
    for (let time = 0; time < 3; time++)
      expect(await create(OTHER)).toEqual({ backingRef: "stack-1" });
    expect(heat.requests).toHaveLength(1);
    expect(heat.changes).toEqual([
      expect.objectContaining({ parameters: { nodes: 1, remove: [] }, disableRollback: true }),
    ]);
    expect(heat.stacks.get("stack-1")?.tags).toContain(`jeroboam-operation-${OTHER}`);
  });
});
