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
          expect(shown[1]).toEqual(shown[0]);
        }),
        { numRuns: 30 },
      );
    }, 60_000);

    it.each([at(5), null])(
      "are not settled (%s) by who had one that another has now",
      async (next) => {
        const store = await (await newBench()).open();
        await store.surveys.due("p1", at(0));
        const late = await store.surveys.claim({ now: at(0), leaseUntil: at(10) });
        const current = await store.surveys.claim({ now: at(10), leaseUntil: at(20) });
        if (!late || !current) throw new Error("nothing was claimed");
        await store.surveys.settle(late, next);
        expect(await store.surveys.nextDue()).toEqual(at(20));
        expect(await store.surveys.claim({ now: at(19), leaseUntil: at(30) })).toBeUndefined();
        await store.surveys.settle(current, null);
        expect(await store.surveys.count()).toBe(0);
        await store.close();
      },
    );
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

/** No two turns fall due at one time: each project and each conductor has times of its own. */
const PLACES: Readonly<Record<string, number>> = { p1: 0, p2: 1, a: 2, b: 3 };
const timeOf = (ms: number, whose: string) => at(4 * ms + (PLACES[whose] ?? 0));

async function play(store: Store, steps: readonly Step[]): Promise<unknown[]> {
  const held = new Map<string, Survey>();
  const shown: unknown[] = [];
  let nowMs = 0;
  for (const { project, conductor, act, aheadMs, afterMs } of steps) {
    nowMs += afterMs;
    const own = held.get(conductor);
    if (act === "due") await store.surveys.due(project, timeOf(nowMs + aheadMs, project));
    else if (act === "claim" && !own) {
      const leaseUntil = timeOf(nowMs + LEASE_MS, conductor);
      const turn = await store.surveys.claim({ now: at(4 * nowMs), leaseUntil });
      if (turn) held.set(conductor, turn);
      shown.push(turn);
    } else if (own && act !== "claim") {
      const next = act === "remove" ? null : timeOf(nowMs + aheadMs, own.projectId);
      await store.surveys.settle(own, next);
      held.delete(conductor);
    }
    shown.push([await store.surveys.nextDue(), await store.surveys.count()]);
  }
  return shown;
}
