import type { Cluster, NodeGroup } from "@jeroboam/core";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat } from "../../test/fake-heat.ts";
import { contextOf, teddies, toy, toySnapshot } from "../../test/toy-driver.ts";

const CREATE = "55555555-5555-4555-8555-555555555555";
const DELETE = "99999999-9999-4999-8999-999999999999";

let heat: FakeHeat;

beforeEach(async () => {
  heat = new FakeHeat();
  heat.outputs = { playground: "meadow" };
  await toy.createCluster(contextOf(heat), {
    ...toySnapshot(),
    operationId: CREATE,
    timeoutMinutes: 30,
  });
  heat.move("stack-1", { status: "CREATE_COMPLETE" });
});

/** The cluster as it goes, with as many groups of its own. */
function going(cluster: Partial<Cluster>, groups: readonly Partial<NodeGroup>[]) {
  const { template, ...snapshot } = toySnapshot({ status: "DELETE_IN_PROGRESS", ...cluster });
  const own = groups.map((group) => teddies({ status: "DELETE_IN_PROGRESS", ...group }));
  const nodeGroups = [...snapshot.cluster.nodeGroups, ...own];
  return { template, cluster: { ...snapshot.cluster, nodeGroups } };
}

async function addGroup(): Promise<void> {
  const snapshot = going({ backingRef: "stack-1" }, [{}]);
  await toy.nodeGroups?.createNodeGroup(contextOf(heat), {
    ...snapshot,
    nodeGroup: teddies(),
    operationId: CREATE,
    timeoutMinutes: 30,
  });
  heat.move("stack-2", { status: "CREATE_COMPLETE" });
}

const remove = (snapshot: ReturnType<typeof going>) =>
  toy.deleteCluster(contextOf(heat), { ...snapshot, operationId: DELETE });

describe("deleting a cluster", () => {
  it("takes away a stack whose id never got on record", async () => {
    await remove(going({ backingRef: null }, []));
    expect(heat.stacks.size).toBe(0);
  });

  it("of what is gone succeeds", async () => {
    heat.stacks.clear();
    expect(await remove(going({ backingRef: null }, [{}]))).toEqual({ backingRef: null });
    const recorded = going({ backingRef: "stack-1" }, []);
    expect(await remove(recorded)).toEqual({ backingRef: "stack-1" });
  });
});

describe("deleting a cluster with a node group", () => {
  const snapshot = () => going({ backingRef: null }, [{}]);
  beforeEach(async () => {
    await addGroup();
    heat.slowDeletes = true;
  });

  it("asks for what is left of the groups first, once, and to come again", async () => {
    const busy = {
      code: "JRB_STACK_BUSY",
      retryable: true,
      message: "Cluster duck goes after its node groups, and Heat is still deleting teddies.",
    };
    await expect(remove(snapshot())).rejects.toMatchObject(busy);
    await expect(remove(snapshot())).rejects.toMatchObject(busy);
    expect(heat.deletions).toEqual(["stack-2"]);
    heat.stacks.delete("stack-2");
    expect(await remove(snapshot())).toEqual({ backingRef: "stack-1" });
    expect(heat.deletions).toEqual(["stack-2", "stack-1"]);
  });

  it("tries again what failed before", async () => {
    heat.move("stack-2", { status: "DELETE_FAILED" });
    heat.slowDeletes = false;
    expect(await remove(snapshot())).toEqual({ backingRef: "stack-1" });
    expect(heat.deletions).toEqual(["stack-2", "stack-1"]);
  });
});
