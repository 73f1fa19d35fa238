import { expect, it } from "vitest";
import { managerBench } from "../testing/manager-bench.ts";
import { createEngine } from "./engine.ts";
import { createDriverRegistry } from "../driver/registry.ts";
import { DEFAULT_OPERATOR_SETTINGS } from "../driver/operator-settings.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { silentLogger } from "./logger.ts";
import { createLookMeter } from "./look-meter.ts";
import { createWakeUp } from "./wake-up.ts";
import { DEFAULT_LEASE_MS } from "./engine-parts.ts";

/** Another process on the same store, that runs only what it is told of. */
function conductor({ store, cloud, certificates, clock }: ReturnType<typeof managerBench>) {
  const stop = new AbortController();
  const wakeUp = createWakeUp();
  const engine = createEngine({
    store,
    cloud,
    certificates,
    clock,
    wakeUp,
    drivers: createDriverRegistry([fakeDriver], cloud.serviceTypes),
    operator: DEFAULT_OPERATOR_SETTINGS,
    log: silentLogger,
    owner: "conductor",
    leaseMs: DEFAULT_LEASE_MS,
    observeEveryMs: { first: 1000, most: 10_000 },
    surveyIdleMs: 300_000,
    observeCallsPerMinute: 240,
    surveyLooks: createLookMeter(clock),
    operationLooks: createLookMeter(clock),
    stopping: stop.signal,
  });
  return { engine, wakeUp, stop };
}

async function accepted() {
  const bench = managerBench();
  await bench.template();
  const { operation } = await bench.create();
  if (!operation) throw new Error("no operation");
  return { bench, operation };
}

it("an operation that a process is told of is run there", async () => {
  const { bench, operation } = await accepted();
  const { engine } = conductor(bench);
  await engine.runHanded(operation.uuid);
  expect(bench.stacks.requests).toEqual(["create"]);
  await engine.runHanded(operation.uuid);
  expect(bench.stacks.requests).toEqual(["create"]);
});

it("one that is unknown, or at its end, is no trouble", async () => {
  const { bench, operation } = await accepted();
  await bench.settle();
  const { engine } = conductor(bench);
  await engine.runHanded(operation.uuid);
  await engine.runHanded("33333333-3333-4333-8333-333333333333");
  expect(bench.stacks.requests).toEqual(["create"]);
});

it("one that a dead process holds waits in the store until its lease has run out", async () => {
  const { bench, operation } = await accepted();
  const dead = await bench.store.operations.claim({
    owner: "dead",
    now: bench.clock.now(),
    leaseUntil: new Date(bench.clock.now().getTime() + DEFAULT_LEASE_MS),
  });
  expect(dead?.uuid).toBe(operation.uuid);
  const { engine } = conductor(bench);
  await engine.runHanded(operation.uuid);
  expect(bench.stacks.requests).toEqual([]);
  bench.clock.advance(DEFAULT_LEASE_MS);
  expect(await engine.runDue()).toBeGreaterThan(0);
  expect(bench.stacks.requests).toEqual(["create"]);
});
