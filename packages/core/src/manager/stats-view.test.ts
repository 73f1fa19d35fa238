import { describe, expect, it } from "vitest";
import { admin, alice, mallory } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

describe("stats", () => {
  // api.md 8
  it("count a project's clusters in any status, and the nodes of all their groups", async () => {
    const bench = managerBench();
    await bench.template({ masterLbEnabled: true });
    await bench.create({ masterCount: 3, nodeCount: 2 });
    await bench.settle();
    bench.stacks.ending = "FAILED";
    await bench.create({ name: "c2" });
    await bench.settle();
    const { manager } = bench;
    const totals = { clusters: 2, nodes: 8 };
    expect(await manager.as(alice).stats.get()).toEqual(totals);
    expect(await manager.as(alice).stats.get("wonderland")).toEqual(totals);
    expect(await manager.as(mallory).stats.get()).toEqual({ clusters: 0, nodes: 0 });
    expect(await manager.as(admin).stats.get()).toEqual(totals);
    expect(await manager.as(admin).stats.get("elsewhere")).toEqual({ clusters: 0, nodes: 0 });
  });

  // api.md 8: non-admin: own project, other => 403
  it("of another project are for admins", async () => {
    await expect(managerBench().manager.as(mallory).stats.get("wonderland")).rejects.toMatchObject({
      code: "JRB_NOT_AUTHORIZED",
    });
  });
});
