import { expect, it } from "vitest";
import { createMemoryStore } from "../store/memory-store.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { later } from "./clock.ts";
import { createLookMeter } from "./look-meter.ts";
import { isPutOff, seldomMs } from "./survey-pace.ts";

const IDLE_MS = 300_000;

function bench() {
  const clock = manualClock();
  return {
    clock,
    store: createMemoryStore(),
    surveyLooks: createLookMeter(clock),
    operationLooks: createLookMeter(clock),
    observeEveryMs: { first: 1000, most: 10_000 },
    surveyIdleMs: IDLE_MS,
    observeCallsPerMinute: 240,
  };
}

it("surveys are put off while there were too many in the last minute", async () => {
  const parts = bench();
  await parts.store.surveys.due("wonderland", parts.clock.now());
  parts.surveyLooks.count(239);
  parts.operationLooks.count(10_000);
  expect(await isPutOff(parts)).toBe(false);
  parts.clock.advance(30_000);
  parts.surveyLooks.count(1);
  expect(await isPutOff(parts)).toBe(true);
  parts.clock.advance(30_000);
  expect(await isPutOff(parts)).toBe(false);
});

it("but no project waits for ever", async () => {
  const parts = bench();
  await parts.store.surveys.due("wonderland", later(parts.clock.now(), -IDLE_MS));
  parts.surveyLooks.count(240);
  expect(await isPutOff(parts)).toBe(false);
});

it("operations look for their progress less often when many do", () => {
  const parts = bench();
  expect(seldomMs(parts)).toBe(10_000);
  parts.operationLooks.count(120);
  expect(seldomMs(parts)).toBe(60_000);
});
