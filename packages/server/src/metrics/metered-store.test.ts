import { createMemoryStore, JeroboamError, type Store } from "@jeroboam/core";
import { expect, it } from "vitest";
import { fakeDriver } from "../../test/fake-driver.ts";
import { serverBench } from "../../test/server-bench.ts";
import { meteredStore, type OperationMeter } from "./metered-store.ts";

/** A store that tells what it was told, and lets one millisecond pass at every look at the clock. */
function recorded(store: Store = createMemoryStore()) {
  const said: string[] = [];
  let ms = 0;
  const meter: OperationMeter = {
    claimed: ({ kind }) => said.push(`claimed ${kind}`),
    leaseLost: () => said.push("lease lost"),
    stepFinished: ({ kind }, step, elapsedMs) =>
      said.push(`${kind} ${step} after ${Math.sign(elapsedMs)}`),
    stepFailed: ({ kind }) => said.push(`${kind} step failed`),
    finished: ({ kind, state }) => said.push(`${kind} ${state}`),
    surveyed: () => said.push("surveyed"),
    transactionRepeated: () => said.push("repeated"),
  };
  return { said, store: meteredStore(store, meter, () => (ms += 1)) };
}

it("tells of a cluster's creation step by step", async () => {
  const { said, store } = recorded();
  const { template, cluster, settle } = serverBench({ store });
  await template();
  await cluster();
  await settle();
  expect(said.filter((line) => line !== "claimed create")).toEqual([
    "create credentials after 1",
    "create certificates after 1",
    "create infrastructure after 1",
    "create converge after 1",
    "create succeeded",
  ]);
  expect(said).toContain("claimed create");
});

it("tells of steps that fail and of operations that do", async () => {
  const { said, store } = recorded();
  let failures = 0;
  const unsteady: typeof fakeDriver = {
    ...fakeDriver,
    async createCluster(...request) {
      failures += 1;
      if (failures === 1) throw new JeroboamError("JRB_INTERNAL", "later", { retryable: true });
      return fakeDriver.createCluster(...request);
    },
  };
  const { stacks, template, cluster, settle } = serverBench({ store, drivers: [unsteady] });
  await template();
  await cluster();
  stacks.failure = "no valid host";
  await settle();
  expect(said).toContain("create step failed");
  expect(said.at(-1)).toBe("create failed");
});

it("tells of transactions that ran again, and once of what they wrote", async () => {
  const memory = createMemoryStore();
  const { said, store } = recorded({
    ...memory,
    async transaction(work) {
      const undone = new Error("serialization failure");
      const attempt = memory.transaction(async (rows) => {
        await work(rows);
        throw undone;
      });
      await attempt.catch(() => {});
      return memory.transaction(work);
    },
  });
  await memory.surveys.due("project", new Date(0));
  await store.transaction((rows) =>
    rows.surveys.claim({ now: new Date(0), leaseUntil: new Date(1) }),
  );
  expect(said).toEqual(["repeated", "surveyed"]);
});

it("tells of a claim that another process has now", async () => {
  const memory = createMemoryStore();
  const { said, store } = recorded(memory);
  const { template, cluster } = serverBench({ store });
  await template();
  await cluster();
  const now = new Date("2031-01-01T00:00:00Z");
  const leaseUntil = new Date("2031-01-01T00:00:30Z");
  const ours = await store.operations.claim({ owner: "us", now, leaseUntil });
  if (!ours) throw new Error("nothing is due");
  expect(await store.operations.renew(ours, leaseUntil)).toBe(true);
  await memory.operations.claim({ owner: "they", now: leaseUntil, leaseUntil: now });
  said.length = 0;
  expect(await store.operations.renew(ours, leaseUntil)).toBe(false);
  expect(said).toEqual(["lease lost"]);
});
