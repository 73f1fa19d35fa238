import type { Cluster, DriverContext, NodeGroup } from "@jeroboam/core";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeHeat, resource } from "../../test/fake-heat.ts";
import { contextOf, teddies, toy, toySnapshot } from "../../test/toy-driver.ts";
import type { HeatServices } from "../orchestration-port.ts";

const CREATE = "55555555-5555-4555-8555-555555555555";
const DELETE = "99999999-9999-4999-8999-999999999999";

let heat: FakeHeat;
/** What happens while the driver waits, by the number of the wait. */
let meanwhile: Map<number, () => void>;
let waitedSeconds: number;

beforeEach(async () => {
  heat = new FakeHeat();
  heat.outputs = { playground: "meadow" };
  meanwhile = new Map();
  waitedSeconds = 0;
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

function remove(snapshot: ReturnType<typeof going>) {
  let waits = 0;
  const context: DriverContext<HeatServices> = contextOf(heat);
  const sleep = async (ms: number) => {
    waitedSeconds += ms / 1000;
    meanwhile.get(++waits)?.();
  };
  return toy.deleteCluster(
    { ...context, clock: { ...context.clock, sleep } },
    { ...snapshot, operationId: DELETE },
  );
}

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
    expect(waitedSeconds).toBe(0);
  });
});

describe("deleting a cluster with a node group", () => {
  const snapshot = () => going({ backingRef: null }, [{}]);
  beforeEach(async () => {
    await addGroup();
    heat.slowDeletes = true;
  });

  it("takes the group's stack, and in the same call its own once that is gone", async () => {
    meanwhile.set(3, () => heat.stacks.delete("stack-2"));
    expect(await remove(snapshot())).toEqual({ backingRef: "stack-1" });
    expect(heat.deletions).toEqual(["stack-2", "stack-1"]);
    expect(waitedSeconds).toBe(6);
  });

  it("asks to come again when that takes longer, and asks Heat no second time", async () => {
    const busy = {
      code: "JRB_STACK_BUSY",
      retryable: true,
      message: "Cluster duck goes after its node groups, and Heat is still deleting teddies.",
    };
    await expect(remove(snapshot())).rejects.toMatchObject(busy);
    expect(waitedSeconds).toBe(30);
    await expect(remove(snapshot())).rejects.toMatchObject(busy);
    expect(heat.deletions).toEqual(["stack-2"]);
  });

  it("fails with the reason of what failed, when that is seen", async () => {
    heat.resources = [
      resource("stack-2", "port", "DELETE_FAILED", { statusReason: "port is in use" }),
    ];
    meanwhile.set(2, () => heat.move("stack-2", { status: "DELETE_FAILED" }));
    await expect(remove(snapshot())).rejects.toMatchObject({
      code: "JRB_STACK_DELETE_FAILED",
      retryable: false,
      message:
        "Heat could not delete node group teddies of cluster duck (port: port is in use); remove the cause and delete the cluster again.",
    });
    expect(heat.deletions).toEqual(["stack-2"]);
  });

  it("tries again what failed before", async () => {
    heat.move("stack-2", { status: "DELETE_FAILED" });
    meanwhile.set(1, () => heat.stacks.delete("stack-2"));
    expect(await remove(snapshot())).toEqual({ backingRef: "stack-1" });
    expect(heat.deletions).toEqual(["stack-2", "stack-1"]);
  });
});
