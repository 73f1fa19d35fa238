import { createMemoryStore, type Store, type Survey } from "@jeroboam/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "./rows.ts";
import type { NewBench } from "./store-bench.ts";

const LEASE_MS = 20;
const step = fc.record({
  project: fc.constantFrom("p1", "p2"),
  conductor: fc.constantFrom("a", "b"),
  act: fc.constantFrom("claim", "settle", "remove", "due"),
  aheadMs: fc.integer({ min: 0, max: 30 }),
  afterMs: fc.integer({ min: 0, max: 15 }),
});

export function surveysContract(newBench: NewBench): void {
  describe("turns to look at a project", () => {
    it("go as those of a simple model, whatever two conductors do", async () => {
      const bench = await newBench();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const stores = [createMemoryStore(), await bench.open()];
          await Promise.all(stores.map(clear));
          const shown = await Promise.all(stores.map((store) => play(store, steps)));
          for (const store of stores) await store.close();
          // Equally due projects may be taken in any order, so each step tells its time alone.
          expect(shown[1]).toEqual(shown[0]);
        }),
        { numRuns: 30 },
      );
    }, 60_000);
  });
}

async function clear(store: Store): Promise<void> {
  const leaseUntil = at(1e9);
  for (;;) {
    const turn = await store.surveys.claim({ now: at(1e8), leaseUntil });
    if (!turn) return;
    await store.surveys.settle(turn, null);
  }
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function play(store: Store, steps: readonly Step[]): Promise<unknown[]> {
  const held = new Map<string, Survey>();
  const shown: unknown[] = [];
  let nowMs = 0;
  for (const { project, conductor, act, aheadMs, afterMs } of steps) {
    nowMs += afterMs;
    const own = held.get(conductor);
    // Different times for different projects, so that none is due as long as the other.
    const offsetMs = project === "p1" ? 0 : 0.5;
    if (act === "due") await store.surveys.due(project, at(2 * (nowMs + aheadMs + offsetMs)));
    else if (act === "claim" && !own) {
      const leaseUntil = at(2 * (nowMs + LEASE_MS));
      const turn = await store.surveys.claim({ now: at(2 * nowMs), leaseUntil });
      if (turn) held.set(conductor, turn);
      shown.push(turn);
    } else if (own && act !== "claim") {
      const offset = own.projectId === "p1" ? 0 : 0.5;
      await store.surveys.settle(own, act === "remove" ? null : at(2 * (nowMs + aheadMs + offset)));
      held.delete(conductor);
    }
    shown.push([await store.surveys.nextDue(), await store.surveys.count()]);
  }
  return shown;
}
