import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, FakeHttpError } from "../test/fake-heat.ts";
import { contextOf, toy, toySnapshot } from "../test/toy-driver.ts";

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
    const id = "77777777-7777-4777-8777-777777777777";
    heat.outputs = {
      members: { "0": "192.0.2.10", "2": "192.0.2.12", "3": "192.0.2.13", "5": "192.0.2.15" },
      servers: { "0": id },
    };
    await update(["2", id, `${heat.stacks.get("stack-1")?.name}-node-5`, "192.0.2.13"]);
    expect(heat.changes[0]?.parameters["remove"]).toEqual(["2", "0", "5", "3"]);
  });

  it("refuses a node that is not there", async () => {
    await expect(update(["192.0.2.99"])).rejects.toMatchObject({ code: "JRB_NODE_NOT_FOUND" });
    await expect(update(["duck-teddies-abcdefghijkl-node-0"])).rejects.toMatchObject({
      code: "JRB_NODE_NOT_FOUND",
    });
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
