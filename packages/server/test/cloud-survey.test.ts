import { patchStack } from "@jeroboam/openstack-client";
import { silentGuest } from "@jeroboam/openstack-simulator";
import { describe, expect, it, type TestContext } from "vitest";
import { type SurveyBench, surveyBench, type SurveyBenchOptions } from "./survey-bench.ts";

const MINUTE_MS = 60_000;
const TIMEOUT = { timeout: 60_000 };

/** How often each call was made since the last time. */
function tally(calls: string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(calls.splice(0), (call) => call);
  return Object.fromEntries(Array.from(groups, ([call, some]) => [call, some.length]));
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

async function oneIdle(test: TestContext, options?: SurveyBenchOptions) {
  const bench = await surveyBench(test, options);
  const [uuid = ""] = await bench.clusters("demo", 1);
  await bench.settle();
  expect((await bench.store.clusters.find(uuid))?.status).toBe("CREATE_COMPLETE");
  return { ...bench, uuid };
}

const stackOf = (bench: SurveyBench) => {
  const [stack] = bench.simulator.inspection.stacks().filter(({ parentId }) => !parentId);
  if (!stack) throw new Error("no stack");
  return stack;
};

describe("the calls that looking costs", TIMEOUT, () => {
  it("are a handful in an hour for the idle clusters of three projects", async (test) => {
    const bench = await surveyBench(test);
    for (const [user, count] of [
      ["demo", 52],
      ["demo2", 3],
      ["admin", 3],
    ] as const)
      await bench.clusters(user, count);
    await bench.settle();
    expect(await bench.statuses()).toEqual({ CREATE_COMPLETE: 58 });
    tally(bench.calls);
    await bench.pass(60 * MINUTE_MS, 10_000);
    const counts = tally(bench.calls);
    const { "orchestration listStacks": lists = 0, "identity createToken": tokens = 0 } = counts;
    expect(sum(counts)).toBe(lists + tokens);
    expect(lists).toBeGreaterThanOrEqual(30);
    expect(lists).toBeLessThanOrEqual(45);
    expect(tokens).toBeLessThanOrEqual(6);
  });

  it("are those of one list where the operator lets all projects be seen", async (test) => {
    const bench = await surveyBench(test, { listsAllStacks: true });
    await bench.clusters("demo", 3);
    await bench.clusters("demo2", 3);
    await bench.settle();
    await bench.pass(5 * MINUTE_MS, 10_000);
    tally(bench.calls);
    await bench.pass(60 * MINUTE_MS, 10_000);
    expect(tally(bench.calls)["orchestration listStacks"]).toBe(12);
  });

  it("stay within the budget while many are being made", async (test) => {
    const slow = {
      resource: "managers/0/server",
      action: "CREATE",
      delayMs: 6 * MINUTE_MS,
    } as const;
    const bench = await surveyBench(test, { faults: [slow] });
    await bench.clusters("demo", 30);
    await bench.pass(MINUTE_MS, 5000);
    tally(bench.calls);
    await bench.pass(4 * MINUTE_MS, 5000);
    const counts = tally(bench.calls);
    expect(sum(counts)).toBeLessThanOrEqual(4 * 240);
    expect(counts["orchestration listStacks"]).toBeGreaterThanOrEqual(20);
    await bench.settle();
    expect(await bench.statuses()).toEqual({ CREATE_COMPLETE: 30 });
  });
});

describe("an idle cluster whose stack", TIMEOUT, () => {
  it("vanished has failed, and says what to do", async (test) => {
    const bench = await oneIdle(test);
    await bench.removeStack("demo", stackOf(bench).id);
    await bench.pass(6 * MINUTE_MS, 10_000);
    expect(await bench.store.clusters.find(bench.uuid)).toMatchObject({
      status: "UPDATE_FAILED",
      statusReason: "The cluster has no stack in Heat; delete the cluster and create it again.",
    });
    const view = await bench.as("demo");
    await view.clusters.delete(bench.uuid);
    await bench.pass(MINUTE_MS);
    expect(await bench.store.clusters.find(bench.uuid)).toBeUndefined();
  });
});

describe("an idle cluster whose stack was changed by hand", TIMEOUT, () => {
  it("shows how that ended, and what the nodes are now", async (test) => {
    const bench = await oneIdle(test);
    const { id } = stackOf(bench);
    await patchStack(bench.heatOf("demo"), id, { parameters: { number_of_nodes: 2 } });
    await bench.pass(11 * MINUTE_MS, 10_000);
    const cluster = await bench.store.clusters.find(bench.uuid);
    expect(cluster).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect(cluster?.nodeGroups[1]).toMatchObject({ nodeCount: 2 });
  });
});

describe("a stack that vanishes", TIMEOUT, () => {
  it("while the cluster is made, ends it as failed", async (test) => {
    const bench = await surveyBench(test, { guests: silentGuest });
    const [uuid = ""] = await bench.clusters("demo", 1);
    await bench.pass(20_000);
    await bench.removeStack("demo", stackOf(bench).id);
    await bench.pass(MINUTE_MS);
    expect(await bench.store.clusters.find(uuid)).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: expect.stringContaining("delete the cluster and create it again"),
    });
  });

  it("while the cluster is updated, ends it as failed", async (test) => {
    const bench = await oneIdle(test);
    const view = await bench.as("demo");
    await view.clusters.update(bench.uuid, { nodeCount: 3 });
    await bench.pass(3000);
    expect((await bench.store.clusters.find(bench.uuid))?.status).toBe("UPDATE_IN_PROGRESS");
    await bench.removeStack("demo", stackOf(bench).id);
    await bench.pass(MINUTE_MS);
    expect((await bench.store.clusters.find(bench.uuid))?.status).toBe("UPDATE_FAILED");
  });

  it("while the cluster is deleted, ends it as gone", async (test) => {
    const bench = await oneIdle(test);
    const view = await bench.as("demo");
    await view.clusters.delete(bench.uuid);
    await bench.pass(MINUTE_MS);
    expect(await bench.store.clusters.find(bench.uuid)).toBeUndefined();
  });
});

describe("a cluster whose trust was revoked", TIMEOUT, () => {
  it("is looked at with the right of another one of its project", async (test) => {
    const bench = await surveyBench(test);
    const [first = "", second = ""] = await bench.clusters("demo", 2);
    await bench.settle();
    await bench.revokeTrust("demo", first);
    const backing = (await bench.store.clusters.find(first))?.backingRef ?? "";
    await bench.removeStack("demo", backing);
    await bench.pass(12 * MINUTE_MS, 10_000);
    expect((await bench.store.clusters.find(first))?.status).toBe("UPDATE_FAILED");
    expect((await bench.store.clusters.find(second))?.status).toBe("CREATE_COMPLETE");
  });

  it("keeps its status where there is no other", async (test) => {
    const bench = await oneIdle(test);
    await bench.revokeTrust("demo", bench.uuid);
    await bench.pass(70 * MINUTE_MS, 10_000);
    expect((await bench.store.clusters.find(bench.uuid))?.status).toBe("CREATE_COMPLETE");
  });
});

describe("a cluster that cannot be looked at", TIMEOUT, () => {
  it.for([401, 403, 409, 500, 503])(
    "because Heat answers %i keeps its status",
    async (status, test) => {
      const bench = await oneIdle(test);
      const mend = bench.simulator.faults.add({ service: "orchestration", status });
      await bench.pass(12 * MINUTE_MS, 10_000);
      expect((await bench.store.clusters.find(bench.uuid))?.status).toBe("CREATE_COMPLETE");
      expect(sum(tally(bench.calls))).toBeGreaterThan(0);
      mend();
      await bench.removeStack("demo", stackOf(bench).id);
      await bench.pass(6 * MINUTE_MS, 10_000);
      expect((await bench.store.clusters.find(bench.uuid))?.status).toBe("UPDATE_FAILED");
    },
  );
});
