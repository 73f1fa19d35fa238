import { describe, expect, it } from "vitest";
import { managerBench } from "../testing/manager-bench.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const YEARS_MS = 1825 * DAY_MS;

async function complete() {
  const bench = managerBench();
  await bench.template();
  await bench.create();
  await bench.settle();
  const beganMs = bench.clock.now().getTime();
  return {
    ...bench,
    /** Lets time go by until so many days before the authority made at the beginning ends, plus some. */
    async until(days: number, hours = 0) {
      const atMs = beganMs + YEARS_MS - days * DAY_MS + hours * 3_600_000;
      bench.clock.advance(atMs - bench.clock.now().getTime());
      await bench.manager.runDueOperations();
    },
    warnings: async () =>
      (await bench.events()).flatMap((event) =>
        event.type === "certificate.expiring" ? [`${event.authority} ${event.days}`] : [],
      ),
  };
}

describe("the end of an authority", () => {
  it("is told 90, 30 and 7 days before, once each", async () => {
    const { until, warnings, manager } = await complete();
    await until(92);
    expect(await warnings()).toEqual([]);
    for (const [days, expected] of [
      [89, ["cluster 90"]],
      [31, ["cluster 90"]],
      [29, ["cluster 90", "cluster 30"]],
      [6, ["cluster 90", "cluster 30", "cluster 7"]],
      [-9, ["cluster 90", "cluster 30", "cluster 7"]],
    ] as const) {
      await until(days);
      await manager.runDueOperations();
      expect(await warnings()).toEqual(expected);
    }
  });

  it("is told in the cluster's history, and when it is", async () => {
    const { until, manager, certificates } = await complete();
    await until(20);
    const { uuid } = await manager.clusters.get("c1");
    const event = (await manager.clusters.events("c1")).at(-1);
    expect(event).toMatchObject({ type: "certificate.expiring", days: 30, operationId: null });
    const text = JSON.stringify(event);
    expect(text).not.toContain("BEGIN");
    expect(await certificates.caCertificatePem(uuid)).toContain("BEGIN");
  });

  it("that was missed is told once, as what it is by then", async () => {
    const { until, warnings } = await complete();
    await until(5);
    expect(await warnings()).toEqual(["cluster 7"]);
  });

  it("is told by one of several processes", async () => {
    const { until, warnings, open, store, clock, manager } = await complete();
    const other = open();
    await until(91);
    clock.advance(3 * DAY_MS);
    await Promise.all([manager.runDueOperations(), other.runDueOperations()]);
    expect(await warnings()).toEqual(["cluster 90"]);
    expect(await store.authorities.toWarnOf({ now: clock.now(), limit: 9 })).toEqual([]);
  });

  it("is far again after a rotation", async () => {
    const { until, warnings, manager, settle } = await complete();
    await until(60);
    await manager.clusters.rotateCaCertificate("c1");
    await settle();
    await until(5);
    expect(await warnings()).toEqual(["cluster 90"]);
  });
});
