import { describe, expect, it } from "vitest";
import { cloudBench } from "./cloud-bench.ts";
import { until } from "./until.ts";

const ADDRESS = /^172\.24\.\d+\.\d+$/;

describe.concurrent("a cluster on a cloud", { timeout: 30_000 }, () => {
  it("is made, grows, shrinks and goes, and leaves nothing behind", async (test) => {
    const { call, template, cluster, show, settled, gone, simulator, seed } = await cloudBench(
      test,
      { clock: { mode: "manual" } },
    );
    await template();
    const uuid = await cluster({ node_count: 2 });
    await until("it has a stack", () => simulator.inspection.stacks().length > 0);
    simulator.clock.advance(5000);
    const changing = await until("the first resources are complete", async () => {
      const seen = await show(uuid);
      return /[1-9]\d* of \d+ resources complete/.test(seen.status_reason) && seen;
    });
    expect(changing.status).toBe("CREATE_IN_PROGRESS");
    expect(changing.cluster_id).toMatch(/^[0-9a-f-]{36}$/);

    const created = await settled(uuid);
    expect(created).toMatchObject({
      status: "CREATE_COMPLETE",
      name: "c1",
      keypair: "testkey",
      node_count: 2,
      master_count: 1,
      master_addresses: [expect.stringMatching(ADDRESS)],
      node_addresses: [expect.stringMatching(ADDRESS), expect.stringMatching(ADDRESS)],
    });
    expect(created.api_address).toBe(`tcp://${created.master_addresses[0]}:2376`);
    expect(simulator.inspection.servers()).toHaveLength(3);

    const resize = async (nodeCount: number) => {
      const body = [{ op: "replace", path: "/node_count", value: nodeCount }];
      const accepted = await call("PATCH", `/clusters/${uuid}`, { body });
      expect(accepted).toEqual({ status: 202, body: { uuid } });
      expect((await show(uuid)).status).toBe("UPDATE_IN_PROGRESS");
      return settled(uuid);
    };
    const grown = await resize(3);
    expect(grown).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 3 });
    expect(grown.node_addresses).toHaveLength(3);
    expect(grown.node_addresses.slice(0, 2)).toEqual(created.node_addresses);
    const shrunk = await resize(1);
    expect(shrunk).toMatchObject({
      status: "UPDATE_COMPLETE",
      node_count: 1,
      master_addresses: created.master_addresses,
    });
    expect(shrunk.node_addresses).toHaveLength(1);
    expect(simulator.inspection.servers()).toHaveLength(2);

    expect(await call("DELETE", `/clusters/${uuid}`)).toEqual({ status: 204, body: undefined });
    expect((await show(uuid)).status).toBe("DELETE_IN_PROGRESS");
    await gone(uuid);
    expect(simulator.inspection.counts()).toEqual(seed);
    expect((await call("DELETE", "/clustertemplates/swarm")).status).toBe(204);
  });

  it("gives way to no node at all, and takes one again", async (test) => {
    const { call, template, cluster, settled, removed, seed } = await cloudBench(test);
    await template();
    const uuid = await cluster({ node_count: 0 });
    expect(await settled(uuid)).toMatchObject({ status: "CREATE_COMPLETE", node_addresses: [] });
    for (const nodeCount of [1, 0]) {
      const body = { node_count: nodeCount };
      await call("POST", `/clusters/${uuid}/actions/resize`, { body });
      const resized = await settled(uuid);
      expect(resized).toMatchObject({ status: "UPDATE_COMPLETE", node_count: nodeCount });
      expect(resized.node_addresses).toHaveLength(nodeCount);
    }
    expect(await removed(uuid)).toEqual(seed);
  });

  it("is made with three masters behind a load balancer, with volumes, in a network of its own", async (test) => {
    const { template, cluster, settled, removed, seed, simulator } = await cloudBench(test);
    await template({
      master_lb_enabled: true,
      docker_volume_size: 5,
      labels: { fixed_subnet_cidr: "10.9.0.0/24" },
    });
    const uuid = await cluster({ master_count: 3 });
    const created = await settled(uuid);
    expect(created).toMatchObject({ status: "CREATE_COMPLETE", master_count: 3 });
    expect(created.master_addresses).toHaveLength(3);
    expect(created.master_addresses).not.toContain(new URL(created.api_address).hostname);
    expect(simulator.inspection.counts()).toMatchObject({ volumes: 4 });
    expect(await removed(uuid)).toEqual(seed);
  });

  it("is made in an existing network without floating IPs", async (test) => {
    const { template, cluster, settled, removed, seed, simulator } = await cloudBench(test);
    await template({ floating_ip_enabled: false, fixed_network: "private" });
    const uuid = await cluster({ fixed_subnet: "private-subnet" });
    const created = await settled(uuid);
    expect(created).toMatchObject({ status: "CREATE_COMPLETE", floating_ip_enabled: false });
    expect(created.api_address).toMatch(/^tcp:\/\/10\.66\.\d+\.\d+:2376$/);
    const { networks, floatingIps } = simulator.inspection.counts();
    expect({ networks, floatingIps }).toEqual({
      networks: seed.networks,
      floatingIps: seed.floatingIps,
    });
    expect(await removed(uuid)).toEqual(seed);
  });
});
