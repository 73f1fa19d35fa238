import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMaster } from "../cluster/node-group.ts";
import { isTerminal } from "../operation/operation.ts";
import { phaseOf } from "../state/status.ts";
import { hasFailed } from "../state/transition.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { notBegun, unavailable } from "../testing/fake-stacks.ts";

type Bench = ReturnType<typeof managerBench>;
type Action = (bench: Bench) => Promise<unknown>;

const count = fc.integer({ min: 0, max: 5 });
const groupName = fc.constantFrom("big", "small");

/** What users and clouds do, in no sensible order. */
const single: fc.Arbitrary<Action> = fc.oneof(
  count.map(
    (nodeCount): Action =>
      ({ manager }) =>
        manager.clusters.update("c1", { nodeCount }),
  ),
  fc.tuple(fc.option(groupName, { nil: undefined }), count).map(
    ([nodeGroup, nodeCount]): Action =>
      ({ manager }) =>
        manager.clusters.resize("c1", { nodeCount, ...(nodeGroup ? { nodeGroup } : {}) }),
  ),
  fc.tuple(groupName, count).map(
    ([name, nodeCount]): Action =>
      ({ manager }) =>
        manager.nodeGroups.create("c1", { name, nodeCount }),
  ),
  groupName.map(
    (name): Action =>
      ({ manager }) =>
        manager.nodeGroups.delete("c1", name),
  ),
  fc.constant<Action>(({ manager }) =>
    manager.clusters.upgrade("c1", { clusterTemplate: "newer" }),
  ),
  fc.constant<Action>(({ manager }) => manager.clusters.rotateCaCertificate("c1")),
  fc.constant<Action>(({ manager }) => manager.clusters.rotateCredential("c1")),
  fc.constant<Action>(({ manager }) => manager.clusters.cancel("c1")),
  fc.constant<Action>(({ manager }) => manager.clusters.retry("c1")),
  fc.constant<Action>(({ manager }) => manager.runDueOperations()),
  fc.constant<Action>((bench) => bench.settle()),
  groupName.map(
    (name): Action =>
      ({ manager }) =>
        manager.nodeGroups.update("c1", name, { nodeLabels: { disk: "ssd" } }),
  ),
  fc.constantFrom("HEALTHY" as const, "UNHEALTHY" as const).map(
    (healthStatus): Action =>
      ({ manager }) =>
        manager.clusters.updateHealth("c1", { healthStatus }),
  ),
  // A process that dies with an operation in its hands.
  fc.constant<Action>(({ store, clock }) =>
    store.operations.claim({
      owner: "dead",
      now: clock.now(),
      leaseUntil: new Date(clock.now().getTime() + 60_000),
    }),
  ),
  fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constant(70 * 60_000)).map(
    (ms): Action =>
      async ({ clock }) =>
        clock.advance(ms),
  ),
  fc.constantFrom("COMPLETE", "FAILED").map(
    (ending): Action =>
      async ({ stacks }) => {
        stacks.ending = ending;
      },
  ),
  fc
    .constantFrom(unavailable, notBegun, () => new Error("refused"))
    .map(
      (fault): Action =>
        async ({ stacks }) => {
          stacks.faults.push(fault());
        },
    ),
);

/** Sometimes two things happen at once. */
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc.tuple(single, single).map(
      ([one, other]): Action =>
        (bench) =>
          Promise.all([attempt(bench, one), attempt(bench, other)]),
    ),
  },
);

async function openBench(): Promise<Bench> {
  const bench = managerBench({ givesCredentials: true });
  await bench.template();
  await bench.template({ name: "newer", labels: { colour: "green" } });
  await bench.create();
  return bench;
}

/** Requests that the cluster's state forbids are refused; everything else would be a fault. */
async function attempt(bench: Bench, step: Action): Promise<void> {
  await step(bench).catch((error: { readonly code?: string }) => {
    if (!error.code?.startsWith("JRB_") || error.code === "JRB_INTERNAL") throw error;
  });
}

describe("after any sequence of requests, faults and failures", () => {
  it("every operation has its end, statuses stand still and counts agree with what is there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 20 }), async (steps) => {
        const bench = await openBench();
        for (const step of steps) await attempt(bench, step);
        bench.stacks.faults.length = 0;
        await bench.settle();
        const operations = await bench.manager.clusters.operations("c1");
        expect(operations.filter((one) => !isTerminal(one))).toEqual([]);
        const cluster = await bench.manager.clusters.get("c1");
        const statuses = [cluster, ...cluster.nodeGroups].map(({ status }) => status);
        expect(statuses.filter((status) => phaseOf(status) === "IN_PROGRESS")).toEqual([]);
        const alone = cluster.nodeGroups.filter((group) => !group.isDefault);
        const known = [cluster.uuid, ...alone.map(({ uuid }) => uuid)];
        const orphans = [...bench.stacks.byCluster.keys()].filter((key) => !known.includes(key));
        expect(orphans).toEqual([]);
        const workers = cluster.nodeGroups.filter((group) => group.isDefault && !isMaster(group));
        const settled = phaseOf(cluster.status) === "COMPLETE" ? workers : [];
        for (const { nodeCount } of settled)
          expect(bench.stacks.byCluster.get(cluster.uuid)?.nodeCount).toBe(nodeCount);
        const complete = alone.filter(({ status }) => phaseOf(status) === "COMPLETE");
        for (const { uuid, nodeCount } of complete)
          expect(bench.stacks.byCluster.get(uuid)?.nodeCount).toBe(nodeCount);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("retries make it whole again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (steps) => {
        const bench = await openBench();
        for (const step of steps) await attempt(bench, step);
        await bench.settle();
        bench.stacks.faults.length = 0;
        bench.stacks.ending = "COMPLETE";
        const failed = async () => hasFailed((await bench.manager.clusters.get("c1")).status);
        for (let round = 0; (await failed()) && round < 5; round++) {
          await bench.manager.clusters.retry("c1");
          await bench.settle();
        }
        const { status } = await bench.manager.clusters.get("c1");
        expect(phaseOf(status)).toBe("COMPLETE");
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("a deletion leaves nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (steps) => {
        const bench = await openBench();
        for (const step of steps) await attempt(bench, step);
        await bench.manager.clusters.delete("c1");
        bench.stacks.faults.length = 0;
        bench.stacks.ending = "COMPLETE";
        await bench.settle();
        if ((await bench.manager.clusters.list()).length > 0) {
          await bench.manager.clusters.delete("c1");
          await bench.settle();
        }
        expect(await bench.manager.clusters.list()).toEqual([]);
        expect(bench.stacks.byCluster.size).toBe(0);
        expect(bench.cloud.held.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
