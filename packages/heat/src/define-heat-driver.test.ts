import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, FakeHttpError, resource } from "../test/fake-heat.ts";
import { contextOf, MASTERS, toy, toySnapshot, WORKERS } from "../test/toy-driver.ts";

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

describe("creating", () => {
  it("sends template, files, parameters, tags and the time limit", async () => {
    expect(await create()).toEqual({ backingRef: "stack-1" });
    const [request] = heat.requests;
    expect(request).toMatchObject({
      name: expect.stringMatching(/^duck-[a-z2-7]{12}$/),
      parameters: { image: "image", nodes: 1, remove: [] },
      timeoutMinutes: 30,
      disableRollback: true,
      environmentFiles: [],
    });
    expect(request?.tags).toContain(`jeroboam-operation-${CREATE}`);
    expect(Object.keys(request?.files ?? {}).toSorted()).toEqual(["greeting.hbs", "network.yaml"]);
    expect(request?.files["greeting.hbs"]).toBe("hello 'duck'");
  });

  it("ten times makes one stack", async () => {
    for (let time = 0; time < 10; time++) expect(await create()).toEqual({ backingRef: "stack-1" });
    expect(heat.stacks.size).toBe(1);
  });

  it("finds its stack when the answer was lost", async () => {
    heat.lostAnswers.set("createStack", new FakeHttpError(503));
    await expect(create()).rejects.toThrow("503");
    expect(await create()).toEqual({ backingRef: "stack-1" });
    expect(heat.requests).toHaveLength(1);
  });

  it("that Heat refuses says Heat's reason and nothing of the request", async () => {
    const refusal = Object.assign(new FakeHttpError(400), {
      message: "orchestration answered 400 to POST /v1/project/stacks: no such image",
      reason: "Property error: image:\n no such image",
    });
    heat.lostAnswers.set("createStack", refusal);
    await expect(create()).rejects.toMatchObject({
      code: "JRB_STACK_REFUSED",
      message: "Heat refuses the stack: Property error: image: no such image",
    });
  });

  it("takes a stack that appeared meanwhile for its own", async () => {
    heat.lostAnswers.set("createStack", new FakeHttpError(409));
    expect(await create()).toEqual({ backingRef: "stack-1" });
  });
});

describe("updating", () => {
  beforeEach(async () => {
    await create();
    heat.move("stack-1", { status: "CREATE_COMPLETE" });
  });

  it("sends only what may change", async () => {
    await update(["0"]);
    expect(heat.changes).toEqual([
      expect.objectContaining({ parameters: { nodes: 1, remove: ["0"] }, disableRollback: true }),
    ]);
  });

  it("ten times changes the stack once", async () => {
    heat.lostAnswers.set("patchStack", new FakeHttpError(502));
    await expect(update()).rejects.toThrow("502");
    for (let time = 0; time < 10; time++) await update();
    expect(heat.changes).toHaveLength(1);
  });

  it("understands nodes by index, server id, server name and address", async () => {
    heat.outputs = { members: { "0": "192.0.2.10", "3": "192.0.2.13" } };
    const id = "77777777-7777-4777-8777-777777777777";
    await update(["2", id, "duck-abcdefghijkl-node-5", "192.0.2.13"]);
    expect(heat.changes[0]?.parameters["remove"]).toEqual(["2", id, "5", "3"]);
  });

  it("refuses a node that is not there", async () => {
    await expect(update(["192.0.2.99"])).rejects.toMatchObject({ code: "JRB_NODE_NOT_FOUND" });
    expect(heat.changes).toEqual([]);
  });

  it("asks to try again while Heat is busy", async () => {
    heat.busy = true;
    await expect(update()).rejects.toMatchObject({ code: "JRB_STACK_BUSY", retryable: true });
  });

  it("says so when the stack is gone", async () => {
    heat.stacks.clear();
    await expect(update()).rejects.toMatchObject({ code: "JRB_STACK_NOT_FOUND", retryable: false });
  });
});

describe("deleting", () => {
  const remove = (backingRef: string | null) =>
    toy.deleteCluster(contextOf(heat), {
      ...toySnapshot({ backingRef }),
      operationId: UPDATE,
    });

  it("takes away a stack whose id never got on record", async () => {
    await create();
    await remove(null);
    expect(heat.stacks.size).toBe(0);
  });

  it("of what is gone succeeds", async () => {
    expect(await remove(null)).toEqual({ backingRef: null });
    expect(await remove("stack-1")).toEqual({ backingRef: "stack-1" });
  });
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
