import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "./memory-store.ts";
import type { Survey } from "./survey-rows.ts";

const at = (ms: number) => new Date(ms);
const claim = (store: ReturnType<typeof createMemoryStore>, now: number, leaseMs = 100) =>
  store.surveys.claim({ now: at(now), leaseUntil: at(now + leaseMs) });

async function withTurn(dueMs = 0) {
  const store = createMemoryStore();
  await store.surveys.due("p1", at(dueMs));
  return store;
}

describe("a turn to look at a project", () => {
  it("is taken by one, when it is due", async () => {
    const store = await withTurn(10);
    expect(await claim(store, 9)).toBeUndefined();
    expect(await claim(store, 10)).toMatchObject({ projectId: "p1", leaseUntil: at(110) });
    expect(await claim(store, 10)).toBeUndefined();
  });

  it("falls to somebody else when its lease runs out, and the first one settles nothing", async () => {
    const store = await withTurn();
    const first = await claim(store, 0);
    expect(await claim(store, 99)).toBeUndefined();
    const second = await claim(store, 100);
    expect(second?.version).toBe((first?.version ?? 0) + 1);
    if (first) await store.surveys.settle(first, at(5));
    expect(await store.surveys.nextDue()).toEqual(at(200));
  });

  it("goes on when the next one is asked for, which then comes early", async () => {
    const store = await withTurn();
    const turn = await claim(store, 0);
    await store.surveys.due("p1", at(3));
    expect(await claim(store, 5)).toBeUndefined();
    if (turn) await store.surveys.settle(turn, at(50));
    expect(await store.surveys.nextDue()).toEqual(at(3));
  });

  it("is never put off by asking", async () => {
    const store = await withTurn(10);
    await store.surveys.due("p1", at(20));
    expect(await store.surveys.nextDue()).toEqual(at(10));
  });

  it("goes with the last cluster, unless a new one asked for it meanwhile", async () => {
    const store = await withTurn();
    const turn = await claim(store, 0);
    await store.surveys.due("p1", at(3));
    if (turn) await store.surveys.settle(turn, null);
    expect(await store.surveys.nextDue()).toEqual(at(3));
    const next = await claim(store, 3);
    if (next) await store.surveys.settle(next, null);
    expect(await store.surveys.count()).toBe(0);
  });

  it("is held by one at a time, whatever two conductors do", async () => {
    const LEASE_MS = 20;
    const step = fc.record({
      conductor: fc.constantFrom("a", "b"),
      act: fc.constantFrom("claim", "settle", "due"),
      afterMs: fc.integer({ min: 0, max: 15 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const store = await withTurn();
        const held = new Map<string, Survey>();
        let now = 0;
        for (const { conductor, act, afterMs } of steps) {
          now += afterMs;
          const own = held.get(conductor);
          if (act === "due") await store.surveys.due("p1", at(now));
          if (act === "settle" && own) {
            await store.surveys.settle(own, at(now + afterMs));
            held.delete(conductor);
          }
          if (act !== "claim" || own) continue;
          const turn = await claim(store, now, LEASE_MS);
          if (!turn) continue;
          for (const other of held.values())
            expect(other.leaseUntil?.getTime()).toBeLessThanOrEqual(now);
          held.set(conductor, turn);
        }
      }),
    );
  });
});
