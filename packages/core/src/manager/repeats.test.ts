import { describe, expect, it } from "vitest";
import { alice } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

const keyed = (fingerprint = "one") => ({ idempotencyKey: "key", fingerprint });

async function clusterBench() {
  const bench = managerBench();
  await bench.template();
  await bench.create();
  await bench.settle();
  return { ...bench, as: (fingerprint?: string) => bench.manager.as(alice, keyed(fingerprint)) };
}

describe("a request that is sent again under its key", () => {
  it("makes one cluster, also when both come at once", async () => {
    const bench = managerBench();
    await bench.template();
    const request = { name: "c1", clusterTemplateId: "template" };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => bench.manager.as(alice, keyed()).clusters.create(request)),
    );
    expect(new Set(answers.map(({ cluster }) => cluster.uuid)).size).toBe(1);
    expect(await bench.manager.clusters.list()).toHaveLength(1);
  });

  it("makes one node group", async () => {
    const bench = await clusterBench();
    const request = { name: "big" };
    const first = await bench.as().nodeGroups.create("c1", request);
    const second = await bench.as().nodeGroups.create("c1", request);
    expect(second.nodeGroup.uuid).toBe(first.nodeGroup.uuid);
    expect((await bench.manager.clusters.get("c1")).nodeGroups).toHaveLength(3);
  });

  it("resizes once, also after somebody else resized", async () => {
    const bench = await clusterBench();
    await bench.as().clusters.resize("c1", { nodeCount: 4 });
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.as().clusters.resize("c1", { nodeCount: 4 });
    await bench.settle();
    const { nodeGroups } = await bench.manager.clusters.get("c1");
    expect(nodeGroups.map(({ nodeCount }) => nodeCount)).toEqual([1, 5]);
  });

  it("is refused when it is another request", async () => {
    const bench = await clusterBench();
    await bench.as().nodeGroups.create("c1", { name: "big" });
    const refused = expect.objectContaining({ code: "JRB_IDEMPOTENCY_KEY_REUSED" });
    await expect(bench.as("two").nodeGroups.create("c1", { name: "small" })).rejects.toEqual(
      refused,
    );
    await expect(bench.as().clusters.resize("c1", { nodeCount: 4 })).rejects.toEqual(refused);
  });

  it("may be another one for another user", async () => {
    const bench = await clusterBench();
    await bench.as().nodeGroups.create("c1", { name: "big" });
    const colleague = bench.manager.as({ ...alice, userId: "bob" }, keyed("two"));
    await colleague.nodeGroups.create("c1", { name: "small" });
    expect((await bench.manager.clusters.get("c1")).nodeGroups).toHaveLength(4);
  });
});
