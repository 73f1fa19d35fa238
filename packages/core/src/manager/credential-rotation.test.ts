import { describe, expect, it } from "vitest";
import { nodeLogin } from "../cloud/credential.ts";
import { alice, mallory } from "../testing/fake-cloud.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { notBegun, unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";

async function settled(options: Parameters<typeof managerBench>[0] = {}) {
  const bench = managerBench({ givesCredentials: true, ...options });
  await bench.template();
  const { cluster } = await bench.create();
  await bench.settle();
  const { uuid } = cluster;
  return {
    ...bench,
    uuid,
    held: () => [...bench.cloud.held.keys()].toSorted(),
    /** What the nodes have, as far as the fake driver put something on them. */
    onNodes: () => bench.stacks.byCluster.get(uuid)?.software,
    former: async () => (await bench.store.credentials.formerOf(uuid)).length,
  };
}

describe("rotating a cluster's credential", () => {
  it("hands the nodes a new one, and only then takes the former one back", async () => {
    const bench = await settled();
    const { uuid } = bench;
    const { operation } = await bench.manager.clusters.rotateCredential("c1");
    expect(operation?.kind).toBe("rotate-credential");
    expect(bench.held()).toEqual([`trustee-${uuid}`, `trustee-${uuid}-2`]);
    for (const login of bench.held()) expect(await bench.manager.clusterOfLogin(login)).toBe(uuid);
    await bench.settle();
    expect(bench.onNodes()).toBe(`trustee-${uuid}-2`);
    expect(bench.held()).toEqual([`trustee-${uuid}-2`]);
    expect(await bench.former()).toBe(0);
    expect(await bench.manager.clusterOfLogin(`trustee-${uuid}`)).toBeUndefined();
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_COMPLETE");
  });

  it("leaves alone what infrastructure was made with", async () => {
    const bench = await settled();
    const trust = async () => {
      const credential = await bench.store.credentials.find(bench.uuid);
      return credential?.kind === "trust" ? [credential.trustId, credential.trusteeUserId] : [];
    };
    const before = await trust();
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    expect(await trust()).toEqual(before);
  });

  it("is asked for once at a time", async () => {
    const bench = await settled();
    const asked = await Promise.allSettled(
      [1, 2, 3].map(() => bench.manager.clusters.rotateCredential("c1")),
    );
    expect(asked.map(({ status }) => status).toSorted()).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(asked.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "JRB_OPERATION_NOT_ALLOWED" },
    });
    await bench.settle();
    expect(bench.held()).toEqual([bench.onNodes()]);
  });

  it("reaches the nodes of every group", async () => {
    const bench = await settled();
    await bench.manager.nodeGroups.create("c1", { name: "more", nodeCount: 1 });
    await bench.settle();
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    const { nodeGroups, status } = await bench.manager.clusters.get("c1");
    const more = nodeGroups.find(({ name }) => name === "more");
    expect(bench.stacks.byCluster.get(more?.uuid ?? "")?.software).toBe(bench.onNodes());
    expect(more).toMatchObject({ status: "UPDATE_COMPLETE", backingRef: `stack-${more?.uuid}` });
    expect(status).toBe("UPDATE_COMPLETE");
  });

  it("leaves groups alone that come or go by operations of their own", async () => {
    const bench = await settled();
    const { nodeGroups, clusters } = bench.manager;
    await nodeGroups.create("c1", { name: "leaves", nodeCount: 1 });
    await bench.settle();
    await nodeGroups.delete("c1", "leaves");
    await nodeGroups.create("c1", { name: "comes", nodeCount: 1 });
    await bench.manager.runDueOperations();
    await clusters.rotateCredential("c1");
    await nodeGroups.create("c1", { name: "later", nodeCount: 1 });
    const groups = async () =>
      (await clusters.get("c1")).nodeGroups.map(({ name, status }) => `${name} ${status}`).slice(2);
    expect(await groups()).toEqual([
      "leaves DELETE_IN_PROGRESS",
      "comes CREATE_IN_PROGRESS",
      "later CREATE_IN_PROGRESS",
    ]);
    // None of them waits until it is overdue.
    await bench.settle(120_000);
    expect(await groups()).toEqual(["comes UPDATE_COMPLETE", "later CREATE_COMPLETE"]);
    expect((await clusters.get("c1")).status).toBe("UPDATE_COMPLETE");
  });

  it("does not wait for a group that was never made", async () => {
    const bench = await settled();
    await bench.manager.nodeGroups.create("c1", { name: "more", nodeCount: 1 });
    await bench.manager.clusters.cancel("c1");
    await bench.settle();
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    expect(bench.held()).toEqual([bench.onNodes()]);
    expect((await bench.manager.clusters.retry("c1")).operation?.kind).toBe("create-node-group");
    await bench.settle();
    const { nodeGroups } = await bench.manager.clusters.get("c1");
    expect(nodeGroups.map(({ status }) => status)).not.toContainEqual(
      expect.stringContaining("FAILED"),
    );
  });

  it("leaves the cluster as it was when no new one can be had, and says why", async () => {
    const bench = await settled();
    bench.cloud.faults.acquire.push(new Error("Keystone says no"));
    await expect(bench.manager.clusters.rotateCredential("c1")).rejects.toMatchObject({
      code: "JRB_CREDENTIALS_FAILED",
      message: expect.stringMatching(/Keystone says no.*former credential/),
    });
    expect(await bench.manager.clusters.get("c1")).toMatchObject({ status: "CREATE_COMPLETE" });
    expect(bench.held()).toEqual([`trustee-${bench.uuid}`]);
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    expect(bench.held()).toEqual([`trustee-${bench.uuid}-2`]);
  });

  it("that the driver did not begin leaves the former one alone, and takes the new one back", async () => {
    const bench = await settled();
    const former = await bench.store.credentials.find(bench.uuid);
    bench.stacks.faults.push(notBegun());
    const change = await bench.manager.clusters.rotateCredential("c1");
    expect(bench.held()).toHaveLength(2);
    await bench.settle();
    await expect(bench.manager.wait(change)).rejects.toThrow("the stack is too old");
    expect(await bench.manager.clusters.get("c1")).toMatchObject({ status: "CREATE_COMPLETE" });
    expect(await bench.store.credentials.find(bench.uuid)).toEqual(former);
    expect([bench.held(), await bench.former()]).toEqual([[`trustee-${bench.uuid}`], 0]);
    expect(await bench.manager.clusterOfLogin(`trustee-${bench.uuid}-2`)).toBeUndefined();
    await expect(bench.manager.clusters.retry("c1")).rejects.toMatchObject({
      code: "JRB_NOTHING_TO_RETRY",
    });
  });

  it("that the driver did not begin leaves the former one also where Keystone is away", async () => {
    const bench = await settled();
    bench.stacks.faults.push(notBegun());
    bench.cloud.faults.release.push(unavailable());
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).status).toBe("CREATE_COMPLETE");
    expect(bench.held()).toHaveLength(2);
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(bench.held()).toEqual([]);
  });

  it("that the driver did not begin leaves nodes that were made meanwhile the login they have", async () => {
    const { nodeGroups } = fakeDriver;
    if (!nodeGroups) throw new Error("the fake driver makes no node groups");
    const told: string[] = [];
    const bench = await settled({
      driver: {
        ...fakeDriver,
        nodeGroups: {
          ...nodeGroups,
          createNodeGroup(context, request) {
            if (context.credential) told.push(nodeLogin(context.credential).id);
            return nodeGroups.createNodeGroup(context, request);
          },
        },
        credentials: {
          rotateCredential: async () => {
            throw notBegun();
          },
        },
      },
    });
    await bench.manager.nodeGroups.create("c1", { name: "more", nodeCount: 1 });
    await bench.manager.clusters.rotateCredential("c1");
    bench.clock.advance(1000);
    await bench.settle();
    expect(told).toEqual([`trustee-${bench.uuid}-2`]);
    expect(bench.held()).toEqual([`trustee-${bench.uuid}`, ...told]);
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_COMPLETE");
  });

  it("does not hide what failed before", async () => {
    const bench = await settled();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.resize("c1", { nodeCount: 3 });
    await bench.settle();
    bench.stacks.ending = "COMPLETE";
    bench.cloud.faults.acquire.push(new Error("Keystone says no"));
    await expect(bench.manager.clusters.rotateCredential("c1")).rejects.toThrow("Keystone says no");
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_FAILED");
    expect((await bench.manager.clusters.retry("c1")).operation?.kind).toBe("resize");
  });

  it("keeps both while the nodes may have either, until a retry went well", async () => {
    const bench = await settled();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_FAILED");
    expect(bench.held()).toHaveLength(2);
    bench.stacks.ending = "COMPLETE";
    await bench.manager.clusters.retry("c1");
    await bench.settle();
    expect(bench.held()).toEqual([bench.onNodes()]);
    expect(await bench.former()).toBe(0);
  });

  it("goes on in another process without the token, once the new one is on record", async () => {
    const bench = await settled();
    const { operation } = await bench.manager.clusters.rotateCredential("c1");
    await bench.manager.close();
    const successor = bench.open();
    for (let count = 0; count < 10; count++) {
      await successor.runDueOperations();
      bench.clock.advance(1000);
    }
    const [last] = (await successor.clusters.operations("c1")).toReversed();
    expect(last).toMatchObject({ uuid: operation?.uuid, state: "succeeded" });
    expect(bench.held()).toEqual([bench.onNodes()]);
  });

  it("tries again to take the former one back", async () => {
    const bench = await settled();
    bench.cloud.faults.release.push(unavailable(), unavailable());
    await bench.manager.clusters.rotateCredential("c1");
    await bench.settle();
    expect(bench.held()).toEqual([`trustee-${bench.uuid}-2`]);
  });

  it("leaves nothing behind when the cluster is deleted in between", async () => {
    const bench = await settled();
    await bench.manager.clusters.rotateCredential("c1");
    await bench.manager.clusters.delete("c1");
    await bench.settle();
    expect(await bench.manager.clusters.list()).toEqual([]);
    expect(bench.held()).toEqual([]);
    expect(await bench.former()).toBe(0);
  });

  it("is for the cluster's own project", async () => {
    const bench = await settled();
    const foreign = bench.manager.as({ ...mallory, isAdmin: true });
    await expect(foreign.clusters.rotateCredential(bench.uuid)).rejects.toMatchObject({
      code: "JRB_NOT_AUTHORIZED",
    });
    await expect(
      bench.manager.as(mallory).clusters.rotateCredential(bench.uuid),
    ).rejects.toMatchObject({ code: "JRB_CLUSTER_NOT_FOUND" });
  });

  it("is refused where clusters have no credentials", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    await expect(bench.manager.clusters.rotateCredential("c1")).rejects.toMatchObject({
      code: "JRB_NOT_SUPPORTED_BY_DRIVER",
    });
  });
});

describe("what nodes log in with", () => {
  it("is told to the cluster's own user alone, as long as the user's own login is good", async () => {
    const bench = await settled();
    const asNode = (userId: string) =>
      bench.manager.as({ ...alice, userId, roles: [], ownCluster: bench.uuid });
    const node = asNode(`trustee-${bench.uuid}`);
    const login = { method: "password", secret: "trustee-password" };
    expect(await node.clusters.nodeLogin(bench.uuid)).toEqual({
      ...login,
      id: `trustee-${bench.uuid}`,
    });
    await bench.manager.clusters.rotateCredential("c1");
    expect(await node.clusters.nodeLogin("c1")).toEqual({
      ...login,
      id: `trustee-${bench.uuid}-2`,
    });
    const another = bench.manager.as({ ...alice, roles: [], ownCluster: "another" });
    await bench.settle();
    for (const other of [bench.manager, another, node])
      await expect(other.clusters.nodeLogin("c1")).rejects.toMatchObject({
        code: "JRB_NOT_AUTHORIZED",
      });
  });
});
