import type { ClusterCredential } from "@jeroboam/core";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, FakeHttpError } from "../../test/fake-heat.ts";
import { contextOf, teddies, toy, toyDefinition, toySnapshot } from "../../test/toy-driver.ts";
import { defineHeatDriver } from "../define-heat-driver.ts";

const ROTATE = "66666666-6666-4666-8666-666666666666";
const credential: ClusterCredential = {
  kind: "trust",
  trustId: "trust",
  trusteeUserId: "trustee",
  trusteeUserName: "trustee",
  trusteePassword: "new",
  trusteeDomainId: "domain",
};

let heat: FakeHeat;
beforeEach(async () => {
  heat = new FakeHeat();
  const request = { operationId: "create", timeoutMinutes: 30 };
  await toy.createCluster(contextOf(heat), { ...toySnapshot(), ...request });
  heat.outputs = { playground: "meadow", generation: 4 };
});

function snapshot() {
  const { cluster, template } = toySnapshot({ status: "UPDATE_IN_PROGRESS" });
  return { cluster, template, withTeddies: [...cluster.nodeGroups, teddies()] };
}
const rotate = (operationId = ROTATE) =>
  toy.certificates?.rotateCaCertificate(contextOf(heat), { ...snapshot(), operationId });
async function rotateWithTeddies(driver = toy) {
  const { cluster, template, withTeddies: nodeGroups } = snapshot();
  return driver.credentials?.rotateCredential(
    { ...contextOf(heat), credential },
    { cluster: { ...cluster, nodeGroups }, template, operationId: ROTATE },
  );
}
const addTeddies = () =>
  toy.nodeGroups?.createNodeGroup(contextOf(heat), {
    ...toySnapshot(),
    nodeGroup: teddies(),
    operationId: "add",
    timeoutMinutes: 30,
  });

describe("asking nodes for new certificates", () => {
  it("counts one more, and changes nothing else", async () => {
    expect(await rotate()).toEqual({ backingRef: "stack-1" });
    expect(heat.changes).toEqual([
      {
        parameters: { generation: 5 },
        tags: expect.arrayContaining([`jeroboam-operation-${ROTATE}`]),
        disableRollback: true,
      },
    ]);
  });

  it("counts one more for one operation, however often it is asked", async () => {
    heat.lostAnswers.set("patchStack", new FakeHttpError(502));
    await expect(rotate()).rejects.toThrow("502");
    for (let time = 0; time < 10; time++) await rotate();
    expect(heat.changes).toHaveLength(1);
  });

  it("asks the nodes of every group, the cluster's own stack last, and hands them the new login", async () => {
    await addTeddies();
    expect(await rotateWithTeddies()).toEqual({ backingRef: "stack-1" });
    expect(heat.changes.map(({ parameters }) => parameters)).toEqual([
      { generation: 5 },
      { generation: 5, password: "new" },
    ]);
    expect(heat.stacks.get("stack-2")?.tags).toContain(`jeroboam-node-group-${teddies().uuid}`);
  });

  it("goes on with the stacks that were not asked yet", async () => {
    await addTeddies();
    heat.lostAnswers.set("patchStack", new FakeHttpError(502));
    await expect(rotateWithTeddies()).rejects.toThrow("502");
    await rotateWithTeddies();
    expect(heat.changes.map(({ tags }) => tags.length)).toEqual([4, 3]);
  });

  it("passes by a group that was never made", async () => {
    await rotateWithTeddies();
    expect(heat.changes).toHaveLength(1);
  });

  it("asks to try again while Heat is busy", async () => {
    heat.busy = true;
    await expect(rotate()).rejects.toMatchObject({ code: "JRB_STACK_BUSY", retryable: true });
  });

  it("says what to do where the stack is gone, or older than this", async () => {
    heat.outputs = {};
    await expect(rotate()).rejects.toMatchObject({
      code: "JRB_CHANGE_NOT_BEGUN",
      message: expect.stringContaining("create the cluster again"),
    });
    expect(heat.changes).toEqual([]);
    heat.stacks.clear();
    await expect(rotate()).rejects.toMatchObject({ code: "JRB_STACK_NOT_FOUND" });
  });

  it("asks no group where the cluster's own stack is older, and tells that of a group that was asked", async () => {
    await addTeddies();
    heat.outputs = {};
    await expect(rotateWithTeddies()).rejects.toMatchObject({ code: "JRB_CHANGE_NOT_BEGUN" });
    expect(heat.changes).toEqual([]);
    heat.outputs = { generation: 4 };
    heat.lostAnswers.set("patchStack", new FakeHttpError(502));
    await expect(rotateWithTeddies()).rejects.toThrow("502");
    heat.outputs = {};
    await expect(rotateWithTeddies()).rejects.toMatchObject({ code: "JRB_STACK_REFUSED" });
  });

  it("is not offered by a driver whose nodes cannot do it", () => {
    const { refresh: _, ...plain } = toyDefinition;
    const driver = defineHeatDriver(plain);
    expect([driver.certificates, driver.credentials]).toEqual([undefined, undefined]);
  });
});

describe("cancelling it", () => {
  const cancel = () => {
    const { cluster, template, withTeddies: nodeGroups } = snapshot();
    return toy.cancel?.cancelOperation(contextOf(heat), {
      cluster: { ...cluster, nodeGroups },
      template,
      nodeGroup: undefined,
      operationId: ROTATE,
    });
  };

  it("stops the stacks of all groups", async () => {
    await addTeddies();
    await rotateWithTeddies();
    expect(await cancel()).toBe("stopped");
    expect(heat.cancellations).toEqual(["stack-2", "stack-1"]);
  });

  it("says that it never began where no stack was asked, and stops a group's that was asked alone", async () => {
    await addTeddies();
    expect(await cancel()).toBe("never begun");
    heat.lostAnswers.set("patchStack", new FakeHttpError(502));
    await expect(rotateWithTeddies()).rejects.toThrow("502");
    expect(await cancel()).toBe("stopped");
    expect(heat.cancellations).toEqual(["stack-2"]);
  });
});
