import { describe, expect, it } from "vitest";
import { managerBench } from "../testing/manager-bench.ts";

type Bench = ReturnType<typeof managerBench>;

async function complete(options?: Parameters<typeof managerBench>[0]): Promise<Bench> {
  const bench = managerBench(options);
  await bench.template();
  await bench.create();
  await bench.settle();
  return bench;
}

const shown = async ({ manager }: Bench) => {
  const { status, nodeGroups } = await manager.clusters.get("c1");
  return { status, nodeCounts: nodeGroups.map(({ nodeCount }) => nodeCount) };
};

async function retried(bench: Bench) {
  bench.stacks.ending = "COMPLETE";
  const change = await bench.manager.clusters.retry("c1");
  await bench.settle();
  return change;
}

describe("retrying", () => {
  it("a creation that the infrastructure refused makes it", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    bench.stacks.faults.push(new Error("no such flavor"));
    const { operation } = await bench.create();
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "CREATE_FAILED" });
    const change = await retried(bench);
    expect(change.cluster.status).toBe("CREATE_IN_PROGRESS");
    expect(change.operation).toMatchObject({
      kind: "create",
      input: { retryOf: operation?.uuid },
    });
    expect(await shown(bench)).toEqual({ status: "CREATE_COMPLETE", nodeCounts: [1, 2] });
    expect(bench.stacks.requests).toEqual(["create"]);
  });

  it("a creation that failed half-way goes on with what is there", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.ending = "FAILED";
    await bench.create();
    await bench.settle();
    await retried(bench);
    expect(await shown(bench)).toEqual({ status: "UPDATE_COMPLETE", nodeCounts: [1, 2] });
    expect(bench.stacks.requests).toEqual(["create", "update"]);
    expect(bench.stacks.byCluster.size).toBe(1);
  });

  it("a creation again and again tries the same", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.ending = "FAILED";
    await bench.create();
    await bench.settle();
    await bench.manager.clusters.retry("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_FAILED" });
    expect((await retried(bench)).operation?.kind).toBe("create");
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_COMPLETE" });
  });

  it("makes the credential that was never made, from who asks now", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    bench.cloud.faults.acquire.push(new Error("Keystone says no"));
    const { cluster } = await bench.create();
    expect(await shown(bench)).toMatchObject({ status: "CREATE_FAILED" });
    await bench.manager.clusters.retry("c1");
    expect(bench.cloud.held.has(`trustee-${cluster.uuid}`)).toBe(true);
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "CREATE_COMPLETE" });
  });

  it("does not make the credential in another project", async () => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    bench.cloud.faults.acquire.push(new Error("Keystone says no"));
    const { cluster } = await bench.create();
    const admin = { ...(await bench.cloud.self()), projectId: "elsewhere", isAdmin: true };
    await expect(bench.manager.as(admin).clusters.retry(cluster.uuid)).rejects.toMatchObject({
      code: "JRB_NOT_AUTHORIZED",
    });
    expect(bench.cloud.held.size).toBe(0);
  });

  it("a resize that was refused asks for the same count again", async () => {
    const bench = await complete();
    bench.stacks.faults.push(new Error("quota exceeded"));
    await bench.manager.clusters.resize("c1", { nodeCount: 9, nodesToRemove: [] });
    await bench.settle();
    expect(await shown(bench)).toEqual({ status: "UPDATE_FAILED", nodeCounts: [1, 2] });
    await retried(bench);
    expect(await shown(bench)).toEqual({ status: "UPDATE_COMPLETE", nodeCounts: [1, 9] });
  });

  it("a refused resize that is refused once more has the old count back", async () => {
    const bench = await complete();
    bench.stacks.faults.push(new Error("quota exceeded"), new Error("quota exceeded"));
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.settle();
    await retried(bench);
    expect(await shown(bench)).toEqual({ status: "UPDATE_FAILED", nodeCounts: [1, 2] });
  });

  it("an upgrade that failed leads to the same template", async () => {
    const bench = await complete();
    await bench.template({ name: "newer", labels: { colour: "blue" } });
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.upgrade("c1", { clusterTemplate: "newer" });
    await bench.settle();
    expect((await retried(bench)).operation?.kind).toBe("upgrade");
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect([...bench.stacks.byCluster.values()][0]?.software).toBe("blue");
  });

  it("a rotation that failed makes another authority", async () => {
    const bench = await complete();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.rotateCaCertificate("c1");
    await bench.settle();
    expect((await retried(bench)).operation?.kind).toBe("retire-ca");
    const { uuid, status } = await bench.manager.clusters.get("c1");
    expect(status).toBe("UPDATE_COMPLETE");
    expect(bench.stacks.byCluster.get(uuid)?.software).toBe(
      await bench.certificates.caCertificatePem(uuid),
    );
  });

  it("a deletion that failed deletes", async () => {
    const bench = await complete();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await shown(bench)).toMatchObject({ status: "DELETE_FAILED" });
    await retried(bench);
    expect(await bench.manager.clusters.list()).toEqual([]);
  });

  it("takes node groups one by one, the last failure first", async () => {
    const bench = await complete();
    bench.stacks.ending = "FAILED";
    for (const name of ["one", "two"]) {
      await bench.manager.nodeGroups.create("c1", { name });
      await bench.settle();
    }
    const [, , one, two] = (await bench.manager.clusters.get("c1")).nodeGroups;
    expect((await retried(bench)).operation?.input.nodeGroup).toBe(two?.uuid);
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_FAILED" });
    expect((await retried(bench)).operation?.input.nodeGroup).toBe(one?.uuid);
    expect(await shown(bench)).toMatchObject({ status: "UPDATE_COMPLETE" });
  });

  it("takes a deletion of a node group up again", async () => {
    const bench = await complete();
    await bench.manager.nodeGroups.create("c1", { name: "gpu" });
    await bench.settle();
    bench.stacks.ending = "FAILED";
    await bench.manager.nodeGroups.delete("c1", "gpu");
    await bench.settle();
    expect((await retried(bench)).operation?.kind).toBe("delete-node-group");
    expect(await shown(bench)).toEqual({ status: "UPDATE_COMPLETE", nodeCounts: [1, 2] });
  });

  it("what was cancelled does it after all", async () => {
    const bench = await complete();
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.manager.runDueOperations();
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    await retried(bench);
    expect(await shown(bench)).toEqual({ status: "UPDATE_COMPLETE", nodeCounts: [1, 9] });
  });

  it("is done once for a repeated request", async () => {
    const bench = await complete();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.settle();
    const identity = { idempotencyKey: "k", fingerprint: "f" };
    const view = bench.manager.as(await bench.cloud.self(), identity);
    const first = await view.clusters.retry("c1");
    expect((await view.clusters.retry("c1")).operation?.uuid).toBe(first.operation?.uuid);
  });

  it("is refused where nothing failed and while something is under way", async () => {
    const bench = await complete();
    await expect(bench.manager.clusters.retry("c1")).rejects.toMatchObject({
      code: "JRB_NOTHING_TO_RETRY",
    });
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await expect(bench.manager.clusters.retry("c1")).rejects.toMatchObject({
      code: "JRB_OPERATION_NOT_ALLOWED",
    });
  });
});
