import { expect, it } from "vitest";
import { newOperation } from "../operation/new-operation.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { aCluster } from "../testing/a-cluster.ts";
import { keepClaim, leaseFrom } from "./lease.ts";

const leaseMs = 30_000;

async function bench() {
  const clock = manualClock();
  const store = createMemoryStore();
  await store.operations.insert(newOperation("update", aCluster, "alice", clock.now()));
  const claim = (owner: string) =>
    store.operations.claim({ owner, now: clock.now(), leaseUntil: leaseFrom({ clock, leaseMs }) });
  const mine = await claim("mine");
  if (!mine) throw new Error("nothing was claimed");
  const ended = new AbortController();
  let lost = false;
  const parts = { clock, leaseMs, store };
  const kept = keepClaim(parts, mine, ended.signal, () => {
    lost = true;
  });
  return {
    clock,
    store,
    claim,
    parts,
    mine,
    kept,
    ended,
    isLost: () => lost,
    /** Lets what is waiting go on. */
    async pass(ms: number) {
      clock.advance(ms);
      await new Promise(setImmediate);
    },
  };
}

it("a claim that is kept outlasts its first lease, and nobody else gets it", async () => {
  const { pass, claim, store, mine, ended, kept, isLost } = await bench();
  for (let third = 0; third < 10; third++) {
    await pass(leaseMs / 3);
    expect(await claim("another")).toBeUndefined();
  }
  expect((await store.operations.find(mine.uuid))?.version).toBe(mine.version);
  ended.abort();
  await kept;
  expect(isLost()).toBe(false);
  await pass(leaseMs);
  expect(await claim("another")).toMatchObject({ leaseOwner: "another", attempt: 2 });
});

it("who slept over the lease is told that somebody else has it", async () => {
  const { clock, claim, kept, isLost } = await bench();
  // Its timer is late: the other one asks before the renewal does.
  clock.advance(leaseMs);
  expect(await claim("another")).toMatchObject({ leaseOwner: "another" });
  await kept;
  expect(isLost()).toBe(true);
});

it("a store that never answers costs the claim when the lease ends", async () => {
  const { store, parts, mine, pass } = await bench();
  const silent = {
    ...parts,
    store: {
      ...store,
      operations: { ...store.operations, renew: () => new Promise<never>(() => {}) },
    },
  };
  let lost = false;
  const kept = keepClaim(silent, mine, new AbortController().signal, () => {
    lost = true;
  });
  await pass(leaseMs / 3);
  expect(lost).toBe(false);
  await pass((leaseMs / 3) * 2);
  await kept;
  expect(lost).toBe(true);
});

it("a store that does not answer until the lease ends costs the claim, not before", async () => {
  const { store, parts, mine, pass } = await bench();
  const broken = {
    ...parts,
    store: {
      ...store,
      operations: { ...store.operations, renew: () => Promise.reject(new Error("gone")) },
    },
  };
  let lost = false;
  const kept = keepClaim(broken, mine, new AbortController().signal, () => {
    lost = true;
  });
  await pass(leaseMs / 3);
  await pass(leaseMs / 3);
  expect(lost).toBe(false);
  await pass(leaseMs / 3);
  await kept;
  expect(lost).toBe(true);
});
