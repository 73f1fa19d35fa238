import { expect, it } from "vitest";
import { createMemoryStore } from "../store/memory-store.ts";
import { fakeCloud } from "../testing/fake-cloud.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { FakeStacks } from "../testing/fake-stacks.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { createClusterManager } from "./create-cluster-manager.ts";

const MINUTE_MS = 60_000;

function processOf(host: string, runOperations: boolean, store = createMemoryStore()) {
  const clock = manualClock();
  const cloud = fakeCloud(new FakeStacks());
  const manager = createClusterManager({
    drivers: [fakeDriver],
    cloud,
    store,
    clock,
    host,
    runOperations,
  });
  /** Resolves when what waits for nothing outside is done. */
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, manager, store, rest };
}

it("a process that runs operations says so every minute, until it stops", async () => {
  const { clock, manager, rest } = processOf("host-1", true);
  await rest();
  for (let minute = 0; minute < 3; minute += 1) {
    clock.advance(MINUTE_MS);
    await rest();
  }
  const [service, ...others] = await manager.services();
  expect(others).toEqual([]);
  expect(service).toMatchObject({
    id: 1,
    host: "host-1",
    binary: "magnum-conductor",
    reportCount: 4,
    up: true,
    disabled: false,
    lastSeenUp: clock.now(),
  });
  await manager.close();
});

it("counts as down three minutes after its last heartbeat", async () => {
  const gone = processOf("host-1", true);
  await gone.rest();
  await gone.manager.close();
  const watcher = processOf("host-2", false, gone.store);
  const up = async () => (await watcher.manager.services()).map((service) => service.up);
  watcher.clock.advance(3 * MINUTE_MS);
  expect(await up()).toEqual([true]);
  watcher.clock.advance(1);
  expect(await up()).toEqual([false]);
});
