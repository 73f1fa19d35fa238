import { describe, expect, it, vi } from "vitest";
import { createClusterManager } from "../manager/create-cluster-manager.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { type Notifier, notifyOnce, type OperationNotification } from "./notifications.ts";

async function listening() {
  const bench = managerBench();
  const heard: OperationNotification[] = [];
  const notifier: Notifier = { notify: async (all) => void heard.push(...all) };
  const parts = { store: bench.store, clock: bench.clock };
  const said = () =>
    heard.map(({ event }) => [event.operation, "outcome" in event ? event.outcome : "accepted"]);
  await bench.template();
  return { ...bench, heard, notifier, parts, said };
}

describe("notifications", () => {
  it("tell each operation that is accepted and ends, with its rows, once", async () => {
    const { create, settle, manager, notifier, parts, heard, said } = await listening();
    await notifyOnce(parts, notifier);
    const { cluster, operation } = await create();
    await notifyOnce(parts, notifier);
    await settle();
    for (const _ of [1, 2]) await notifyOnce(parts, notifier);
    expect(said()).toEqual([
      ["create", "accepted"],
      ["create", "succeeded"],
    ]);
    expect(heard[1]).toMatchObject({
      operation: { uuid: operation?.uuid, state: "succeeded" },
      cluster: { uuid: cluster.uuid, status: "CREATE_COMPLETE" },
    });
    await manager.clusters.delete("c1");
    await settle();
    await notifyOnce(parts, notifier);
    expect(said().slice(2)).toEqual([
      ["delete", "accepted"],
      ["delete", "succeeded"],
    ]);
    expect(heard.at(-1)?.cluster).toBeUndefined();
  });

  it("are told by a manager that runs operations", async () => {
    const { create, store, cloud, clock, notifier, said } = await listening();
    const manager = createClusterManager({ drivers: [fakeDriver], cloud, store, clock, notifier });
    await vi.waitFor(async () =>
      expect(await store.cursors.position("notifications")).toBeDefined(),
    );
    await create();
    clock.advance(2000);
    await vi.waitFor(() => expect(said()).toContainEqual(["create", "accepted"]));
    await manager.close();
  });

  it("do not tell what happened before they were asked for", async () => {
    const { create, settle, notifier, parts, said } = await listening();
    await create();
    await settle();
    await notifyOnce(parts, notifier);
    expect(said()).toEqual([]);
  });

  it("are told again where they could not be, and by one process at a time", async () => {
    const { create, settle, clock, notifier, parts, said } = await listening();
    await notifyOnce(parts, notifier);
    await create();
    const away: Notifier = { notify: () => Promise.reject(new Error("no broker")) };
    await expect(notifyOnce(parts, away)).rejects.toThrow("no broker");
    await notifyOnce(parts, notifier);
    expect(said()).toEqual([["create", "accepted"]]);
    await settle();
    // It says nothing any more.
    void notifyOnce(parts, { notify: () => new Promise(() => undefined) });
    await vi.waitFor(async () => {
      const taken = { name: "notifications", start: 0, now: clock.now(), until: clock.now() };
      expect(await parts.store.cursors.claim(taken)).toBeUndefined();
    });
    expect(await notifyOnce(parts, notifier)).toBe(0);
    clock.advance(30_000);
    await notifyOnce(parts, notifier);
    expect(said()).toEqual([
      ["create", "accepted"],
      ["create", "succeeded"],
    ]);
  });
});
