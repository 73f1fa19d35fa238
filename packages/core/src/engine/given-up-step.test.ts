import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import type { CredentialStrategy } from "../cloud/cloud.ts";
import { createClusterManager } from "../manager/create-cluster-manager.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { managerBench } from "../testing/manager-bench.ts";

it("a step that was given up writes nothing more when its answer comes after all", async () => {
  const bench = managerBench({ givesCredentials: true });
  await bench.template();
  const reached = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const slow = (strategy: CredentialStrategy): CredentialStrategy => ({
    ...strategy,
    async acquire(...given) {
      reached.resolve();
      await answer.promise;
      return strategy.acquire(...given);
    },
  });
  const stopped = createClusterManager({
    drivers: [fakeDriver],
    certificates: bench.certificates,
    cloud: { ...bench.cloud, credentials: (bench.cloud.credentials ?? []).map(slow) },
    store: { ...bench.store, close: async () => {} },
    clock: bench.clock,
    runOperations: false,
  });
  const creating = stopped.clusters.create({ name: "c1", clusterTemplateId: "template" });
  await reached.promise;
  await stopped.close();
  const { cluster, operation } = await creating;
  const handedBack = await bench.store.operations.find(operation?.uuid ?? "");
  expect(handedBack).toMatchObject({ state: "queued", leaseOwner: null, leaseUntil: null });
  answer.resolve();
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
  expect(await bench.store.operations.find(operation?.uuid ?? "")).toEqual(handedBack);
  expect(await bench.store.credentials.find(cluster.uuid)).toBeUndefined();
  expect(bench.cloud.held.size).toBe(0);
});
