import fc from "fast-check";
import { expect, it } from "vitest";
import { newOperation } from "./new-operation.ts";
import { isTerminal, OPERATION_STATES, type Operation, type OperationKind } from "./operation.ts";
import { superseded } from "./superseded.ts";
import { aCluster } from "../testing/a-cluster.ts";

const GROUPS = [null, "1b2c8a0e-6f4b-4c70-9a55-0a6a3f0f9d11"] as const;
const BEFORE = new Date(5);

const operations = fc
  .array(
    fc.record({
      state: fc.constantFrom(...OPERATION_STATES),
      group: fc.constantFrom(...GROUPS),
      ms: fc.integer({ min: 0, max: 9 }),
    }),
  )
  .map((wishes) =>
    wishes.map(({ state, group, ms }, index): Operation => {
      const made = newOperation("resize", aCluster, "alice", new Date(ms));
      const input = { ...made.input, nodeGroup: group };
      const finishedAt = isTerminal({ state }) ? new Date(ms) : null;
      return { ...made, sequence: index + 1, state, input, finishedAt };
    }),
  );

it("are old ones at their end alone, and never the last of nodes that has an outcome", () => {
  fc.assert(
    fc.property(operations, (all) => {
      const gone = new Set(superseded(all, BEFORE));
      for (const one of gone) expect(isTerminal(one) && Number(one.finishedAt) < 5).toBe(true);
      for (const group of GROUPS) {
        const lastOutcome = all.findLast(
          ({ state, input }) =>
            input.nodeGroup === group && (state === "succeeded" || state === "failed"),
        );
        expect(lastOutcome && gone.has(lastOutcome)).not.toBe(true);
      }
    }),
  );
});

it("are all but the last where all are old and of the same nodes", () => {
  const done = (index: number): Operation => ({
    ...newOperation("resize", aCluster, "alice", new Date(0)),
    sequence: index,
    state: "succeeded",
    finishedAt: new Date(0),
  });
  const all = [done(1), done(2), done(3)];
  expect(superseded(all, BEFORE)).toEqual(all.slice(0, 2));
});

it("are not a rotation that may still be completed", () => {
  const done = (kind: OperationKind, state: Operation["state"] = "succeeded"): Operation => ({
    ...newOperation(kind, aCluster, "alice", new Date(0)),
    sequence: 1,
    state,
    finishedAt: new Date(0),
  });
  const gone = (...all: readonly Operation[]) => superseded(all, BEFORE).map(({ kind }) => kind);
  expect(gone(done("rotate-ca"), done("resize"))).toEqual([]);
  expect(gone(done("rotate-ca"), done("retire-ca", "failed"), done("resize"))).toEqual([
    "retire-ca",
  ]);
  expect(gone(done("rotate-ca"), done("retire-ca"), done("resize"))).toEqual([
    "rotate-ca",
    "retire-ca",
  ]);
  expect(gone(done("rotate-ca", "failed"), done("rotate-ca"), done("resize"))).toEqual([
    "rotate-ca",
  ]);
});
