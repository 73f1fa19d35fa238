import { describe, expect, it } from "vitest";
import { notBegun, unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";

async function complete() {
  const bench = managerBench();
  await bench.template();
  const { uuid } = (await bench.create()).cluster;
  await bench.settle();
  const { clusters } = bench.manager;
  return {
    ...bench,
    uuid,
    clusters,
    trusted: async () => (await clusters.caCertificate("c1")).split("-----BEGIN").length - 1,
    nodesHave: () => bench.stacks.byCluster.get(uuid)?.software,
    operations: async () =>
      (await clusters.operations("c1")).slice(1).map(({ kind, state }) => `${kind} ${state}`),
    statuses: async () =>
      (await bench.events()).flatMap((event) =>
        event.type === "cluster.status" ? [event.status] : [],
      ),
  };
}

describe("a rotation in one go", () => {
  it("is two operations, and the cluster changes until both are through", async () => {
    const { clusters, settle, manager, operations, statuses, trusted, nodesHave } =
      await complete();
    const former = await clusters.caCertificate("c1");
    const change = await clusters.rotateCaCertificate("c1");
    expect(await operations()).toEqual(["rotate-ca queued", "retire-ca queued"]);
    await settle();
    expect((await manager.wait(change))?.status).toBe("UPDATE_COMPLETE");
    expect(await operations()).toEqual(["rotate-ca succeeded", "retire-ca succeeded"]);
    expect((await statuses()).slice(2)).toEqual(["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"]);
    expect(await trusted()).toBe(1);
    expect(await clusters.caCertificate("c1")).not.toBe(former);
    expect(nodesHave()).toBe(await clusters.caCertificate("c1"));
  });

  it("that the nodes do not take over keeps both authorities, until a retry completes it", async () => {
    const { clusters, settle, stacks, operations, trusted, nodesHave } = await complete();
    stacks.ending = "FAILED";
    await clusters.rotateCaCertificate("c1");
    await settle();
    expect(await operations()).toEqual(["rotate-ca failed", "retire-ca cancelled"]);
    expect((await clusters.get("c1")).status).toBe("UPDATE_FAILED");
    expect(await trusted()).toBe(2);
    expect(await clusters.preparedRotation("c1")).toBeDefined();
    const prepared = await clusters.caCertificate("c1");

    stacks.ending = "COMPLETE";
    await clusters.retry("c1");
    await settle();
    expect((await operations()).slice(2)).toEqual(["rotate-ca succeeded", "retire-ca succeeded"]);
    expect((await clusters.get("c1")).status).toBe("UPDATE_COMPLETE");
    expect(await trusted()).toBe(1);
    expect(prepared.startsWith(await clusters.caCertificate("c1"))).toBe(true);
    expect(nodesHave()).toBe(await clusters.caCertificate("c1"));
  });

  it("that is refused leaves the former authority alone", async () => {
    const { clusters, settle, stacks, operations } = await complete();
    const former = await clusters.caCertificate("c1");
    stacks.faults.push(new Error("no"));
    await clusters.rotateCaCertificate("c1");
    await settle();
    expect(await operations()).toEqual(["rotate-ca failed", "retire-ca cancelled"]);
    expect(await clusters.caCertificate("c1")).toBe(former);
    expect(await clusters.preparedRotation("c1")).toBeUndefined();
  });

  it("that is refused when some nodes may know of it keeps both authorities", async () => {
    const { clusters, manager, settle, stacks, operations, trusted } = await complete();
    await manager.nodeGroups.create("c1", { name: "big", nodeCount: 1 });
    await settle();
    stacks.faults.push(new Error("no"));
    await clusters.rotateCaCertificate("c1");
    await settle();
    expect((await operations()).slice(1)).toEqual(["rotate-ca failed", "retire-ca cancelled"]);
    expect(await trusted()).toBe(2);
    await clusters.retry("c1");
    await settle();
    expect((await operations()).at(-1)).toBe("retire-ca succeeded");
    expect(await trusted()).toBe(1);
  });

  it("that the driver did not begin leaves everything as it was, and says why", async () => {
    const { clusters, manager, settle, stacks, operations, nodesHave } = await complete();
    await manager.nodeGroups.create("c1", { name: "big", nodeCount: 1 });
    await settle();
    const [before, former] = [await clusters.get("c1"), await clusters.caCertificate("c1")];
    // An earlier try of which nobody knows how it ended; the driver's word is about that one too.
    stacks.faults.push(unavailable(), notBegun());
    const change = await clusters.rotateCaCertificate("c1");
    await settle();
    expect((await operations()).slice(1)).toEqual(["rotate-ca failed", "retire-ca cancelled"]);
    await expect(manager.wait(change)).rejects.toThrow("the stack is too old");
    const after = await clusters.get("c1");
    expect([after.status, after.nodeGroups.map(({ status }) => status)]).toEqual([
      before.status,
      before.nodeGroups.map(({ status }) => status),
    ]);
    expect(await clusters.caCertificate("c1")).toBe(former);
    expect(await clusters.preparedRotation("c1")).toBeUndefined();
    expect(nodesHave()).toBe("first");
    await expect(clusters.retry("c1")).rejects.toMatchObject({ code: "JRB_NOTHING_TO_RETRY" });
  });

  it("that is cancelled in time leaves everything as it was", async () => {
    const { clusters, settle, operations } = await complete();
    const [before, former] = [await clusters.get("c1"), await clusters.caCertificate("c1")];
    await clusters.rotateCaCertificate("c1");
    await clusters.cancel("c1");
    await settle();
    expect(await operations()).toEqual(["rotate-ca cancelled", "retire-ca cancelled"]);
    expect((await clusters.get("c1")).status).toBe(before.status);
    expect(await clusters.caCertificate("c1")).toBe(former);
  });

  it("that is cancelled after a try without an answer leaves everything as it was", async () => {
    const { clusters, settle, manager, stacks, operations } = await complete();
    await manager.nodeGroups.create("c1", { name: "big", nodeCount: 1 });
    await settle();
    const [before, former] = [await clusters.get("c1"), await clusters.caCertificate("c1")];
    stacks.faults.push(unavailable());
    await clusters.rotateCaCertificate("c1");
    await manager.runDueOperations();
    await clusters.cancel("c1");
    await settle();
    expect((await operations()).slice(1)).toEqual(["rotate-ca cancelled", "retire-ca cancelled"]);
    expect((await clusters.get("c1")).status).toBe(before.status);
    expect(await clusters.caCertificate("c1")).toBe(former);
  });

  it("whose second half fails is retried from there", async () => {
    const { clusters, settle, stacks, operations, trusted, manager, clock, nodesHave } =
      await complete();
    await clusters.rotateCaCertificate("c1");
    for (let second = 0; second < 60; second += 1) {
      if ((await operations())[0] === "rotate-ca succeeded") break;
      clock.advance(1000);
      await manager.runDueOperations();
    }
    stacks.ending = "FAILED";
    await settle();
    expect(await operations()).toEqual(["rotate-ca succeeded", "retire-ca failed"]);
    stacks.ending = "COMPLETE";
    await clusters.retry("c1");
    await settle();
    expect((await operations()).at(-1)).toBe("retire-ca succeeded");
    expect(await trusted()).toBe(1);
    expect(nodesHave()).toBe(await clusters.caCertificate("c1"));
  });
});

describe("a rotation in two phases", () => {
  it("waits between them as long as the user likes", async () => {
    const { clusters, settle, operations, trusted, nodesHave } = await complete();
    await clusters.rotateCaCertificate("c1", { phase: "prepare" });
    await settle();
    expect(await trusted()).toBe(2);
    expect(nodesHave()).toBe(await clusters.caCertificate("c1"));
    await clusters.resize("c1", { nodeCount: 3 });
    await settle();
    await clusters.rotateCaCertificate("c1", { phase: "complete" });
    await settle();
    expect(await operations()).toEqual([
      "rotate-ca succeeded",
      "resize succeeded",
      "retire-ca succeeded",
    ]);
    expect(await trusted()).toBe(1);
  });

  it("is not completed before all nodes took it over", async () => {
    const { clusters, settle, stacks } = await complete();
    const refused = { code: "JRB_NO_ROTATION_PREPARED" };
    const completed = () => clusters.rotateCaCertificate("c1", { phase: "complete" });
    await expect(completed()).rejects.toMatchObject(refused);
    stacks.ending = "FAILED";
    await clusters.rotateCaCertificate("c1", { phase: "prepare" });
    await settle();
    stacks.ending = "COMPLETE";
    await clusters.resize("c1", { nodeCount: 3 });
    await settle();
    await expect(completed()).rejects.toMatchObject(refused);
    await clusters.rotateCaCertificate("c1", { phase: "prepare" });
    await settle();
    await completed();
    await settle();
    await expect(completed()).rejects.toMatchObject(refused);
  });
});
