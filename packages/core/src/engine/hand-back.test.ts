import { expect, it } from "vitest";
import { createClusterManager } from "../manager/create-cluster-manager.ts";
import type { Store } from "../store/store.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { managerBench } from "../testing/manager-bench.ts";

it("a claim goes back although what the ended step wrote was stored only just", async () => {
  const bench = managerBench();
  await bench.template();
  const { operation } = await bench.create();
  const answers = Promise.withResolvers<void>();
  let stopping: Promise<void> | undefined;
  /** What follows on the stack is stored, and the answer to that is on its way when the process stops. */
  const slow: Store = {
    ...bench.store,
    async transaction(work) {
      const result = await bench.store.transaction(work);
      if (stopping || bench.stacks.requests.length === 0) return result;
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
  await stopped.runDueOperations();
  answers.resolve();
  await stopping;
  const handedBack = await bench.store.operations.find(operation?.uuid ?? "");
  expect(handedBack).toMatchObject({ state: "queued", leaseOwner: null, leaseUntil: null });
  await bench.settle();
  expect(await bench.manager.clusters.get("c1")).toMatchObject({ status: "CREATE_COMPLETE" });
  expect(bench.stacks.requests).toEqual(["create"]);
});
