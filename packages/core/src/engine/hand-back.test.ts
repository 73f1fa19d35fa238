import { expect, it } from "vitest";
import { createClusterManager } from "../manager/create-cluster-manager.ts";
import type { Store } from "../store/store.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { managerBench } from "../testing/manager-bench.ts";

it("a claim goes back although what the ended step wrote was stored only just", async () => {
  const bench = managerBench();
  await bench.template();
  await bench.create();
  await bench.settle();
  const first = await bench.manager.clusters.resize("c1", { nodeCount: 3 });
  const { operation } = await bench.manager.clusters.resize("c1", { nodeCount: 4 });
  const answers = Promise.withResolvers<void>();
  let stopping: Promise<void> | undefined;
  /** The second change stores what the first one left, and the answer to that is on its way when the process stops. */
  const slow: Store = {
    ...bench.store,
    async transaction(work) {
      const before = await bench.store.operations.find(first.operation?.uuid ?? "");
      const result = await bench.store.transaction(work);
      if (stopping || before?.state !== "succeeded") return result;
      stopping = stopped.close();
      await answers.promise;
      return result;
    },
    // The database is there for others.
    close: async () => {},
  };
  const stopped = createClusterManager({
    drivers: [fakeDriver],
    certificates: bench.certificates,
    cloud: bench.cloud,
    store: slow,
    clock: bench.clock,
    runOperations: false,
  });
  // The first one has to come to its end before.
  for (let seconds = 0; seconds < 10; seconds += 1) {
    await stopped.runDueOperations();
    bench.clock.advance(1000);
  }
  answers.resolve();
  await stopping;
  expect(stopping).toBeDefined();
  const handedBack = await bench.store.operations.find(operation?.uuid ?? "");
  expect(handedBack).toMatchObject({ state: "queued", leaseOwner: null, leaseUntil: null });
  await bench.settle();
  expect(await bench.manager.clusters.get("c1")).toMatchObject({ status: "UPDATE_COMPLETE" });
  expect(bench.stacks.requests).toEqual(["create", "update", "update"]);
});
