import { describe, expect, it } from "vitest";
import { type CloudBench, cloudBench } from "./cloud-bench.ts";
import { until } from "./until.ts";

/** Moments in the making of a cluster of one master and two nodes. */
const MOMENTS: readonly (readonly [string, (bench: CloudBench, uuid: string) => unknown])[] = [
  ["it was accepted", () => true],
  [
    "it has a credential",
    ({ simulator, seed }) => simulator.inspection.trusts().length > seed.trusts,
  ],
  ["it has a stack", ({ simulator }) => simulator.inspection.stacks().length > 0],
  ["its id is known", async ({ show }, uuid) => typeof (await show(uuid)).cluster_id === "string"],
  [
    "it has its network",
    ({ simulator, seed }) => simulator.inspection.networks().length > seed.networks,
  ],
  ["it has a server", ({ simulator }) => simulator.inspection.servers().length > 0],
  [
    "a server runs",
    ({ simulator }) => simulator.inspection.servers().some(({ status }) => status === "ACTIVE"),
  ],
  ["it is complete", async ({ show }, uuid) => (await show(uuid)).status === "CREATE_COMPLETE"],
];

const resizeTo = (bench: CloudBench, uuid: string, nodeCount: number, nodesToRemove?: string[]) =>
  bench.call("POST", `/clusters/${uuid}/actions/resize`, {
    body: {
      node_count: nodeCount,
      ...(nodesToRemove && { nodes_to_remove: nodesToRemove }),
    },
  });

describe.concurrent("a cluster on a cloud", { timeout: 30_000 }, () => {
  it.for(MOMENTS)("leaves nothing when it is deleted once %s", async ([moment, reached], test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster({ node_count: 2 });
    await until(moment, async () => Boolean(await reached(bench, uuid)));
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it.for(["createUser", "createTrust"])(
    "leaves nothing when it is deleted during a slow %s",
    async (operation, test) => {
      const bench = await cloudBench(test);
      await bench.template();
      bench.simulator.faults.add({ service: "identity", operation, delayMs: 100_000, times: 1 });
      const accepted = bench.cluster();
      const uuid = await until("it can be seen", async (): Promise<string | undefined> => {
        const { clusters } = (await bench.call("GET", "/clusters")).body;
        return clusters[0]?.uuid;
      });
      expect(await bench.removed(uuid)).toEqual(bench.seed);
      expect(await accepted).toBe(uuid);
    },
  );

  it("leaves nothing when it is deleted while Heat takes its time to make the stack", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    bench.simulator.faults.add({
      service: "orchestration",
      operation: "createStack",
      delayMs: 100_000,
      times: 1,
    });
    const uuid = await bench.cluster();
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("is deleted once, however often that is asked for", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => bench.call("DELETE", `/clusters/${uuid}`)),
    );
    expect(asked.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
    expect((await bench.call("DELETE", `/clusters/${uuid}`)).status).toBe(404);
  });

  it("is resized again while it is being resized, and has the last size in the end", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster({ node_count: 1 });
    await bench.settled(uuid);
    for (const nodeCount of [3, 2]) {
      expect((await resizeTo(bench, uuid, nodeCount)).status).toBe(202);
      expect((await bench.show(uuid)).status).toBe("UPDATE_IN_PROGRESS");
    }
    const resized = await bench.settled(uuid);
    expect(resized).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(resized.node_addresses).toHaveLength(2);
    expect(bench.simulator.inspection.servers()).toHaveLength(3);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("is not resized before it is made", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    expect(await resizeTo(bench, uuid, 2)).toMatchObject({
      status: 400,
      body: {
        errors: [
          { detail: 'Resizing a cluster when status is "CREATE_IN_PROGRESS" is not supported.' },
        ],
      },
    });
    expect(await bench.settled(uuid)).toMatchObject({ status: "CREATE_COMPLETE", node_count: 1 });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("is not changed by PATCH while it changes", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    const patch = (nodeCount: number) =>
      bench.call("PATCH", `/clusters/${uuid}`, {
        body: [{ op: "replace", path: "/node_count", value: nodeCount }],
      });
    expect((await patch(2)).status).toBe(202);
    expect(await patch(3)).toMatchObject({
      status: 400,
      body: {
        errors: [
          { detail: 'Updating a cluster when status is "UPDATE_IN_PROGRESS" is not supported.' },
        ],
      },
    });
    expect(await bench.settled(uuid)).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("leaves nothing when it is deleted while it is being resized", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    await resizeTo(bench, uuid, 3);
    await until("a new server", () => bench.simulator.inspection.servers().length > 2);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("loses exactly the nodes that are named by address, server or index", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster({ node_count: 4 });
    const [first, second, third, fourth] = (await bench.settled(uuid)).node_addresses;
    await resizeTo(bench, uuid, 3, [second]);
    expect((await bench.settled(uuid)).node_addresses).toEqual([first, third, fourth]);

    const server = bench.simulator.inspection
      .servers()
      .find(({ name }) => name.endsWith("-node-0"));
    await resizeTo(bench, uuid, 2, [server?.id ?? ""]);
    expect((await bench.settled(uuid)).node_addresses).toEqual([third, fourth]);
    await resizeTo(bench, uuid, 1, ["3"]);
    expect((await bench.settled(uuid)).node_addresses).toEqual([third]);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("refuses to lose a node that it does not have, and keeps all of them", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster({ node_count: 2 });
    const { node_addresses } = await bench.settled(uuid);
    await resizeTo(bench, uuid, 1, ["172.24.99.99"]);
    expect(await bench.settled(uuid)).toMatchObject({
      status: "UPDATE_FAILED",
      status_reason: expect.stringContaining("default-worker has no node 172.24.99.99"),
      node_count: 2,
      node_addresses,
    });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("lives beside another one of its name", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const [one, other] = await Promise.all([bench.cluster(), bench.cluster()]);
    const made = [await bench.settled(one), await bench.settled(other)];
    expect(made.map(({ status }) => status)).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    expect(new Set(made.map(({ api_address }) => api_address)).size).toBe(2);
    expect((await bench.call("GET", "/clusters/c1")).status).toBe(409);
    expect((await bench.call("DELETE", "/clusters/c1")).status).toBe(409);

    await bench.call("DELETE", `/clusters/${one}`);
    await bench.gone(one);
    expect((await bench.call("GET", "/clusters/c1")).body.uuid).toBe(other);
    expect(await bench.removed(other)).toEqual(bench.seed);
  });
});
