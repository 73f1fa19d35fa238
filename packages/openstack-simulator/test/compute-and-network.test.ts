import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, openCloud, type TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
let demo: Client;
beforeAll(async () => {
  cloud = await openCloud();
  demo = await cloud.client();
});
afterAll(() => cloud.simulator.close());

async function made(path: string, key: string, fields: object): Promise<{ id: string }> {
  const reply = await demo.call("POST", path, { [key]: fields });
  expect(reply.status).toBeLessThan(300);
  const rows: Record<string, { id: string }> = reply.body;
  return rows[key] ?? { id: "" };
}

async function found(path: string, key: string): Promise<{ id: string; name: string }> {
  const reply = await demo.call("GET", path);
  const list: Record<string, { id: string; name: string }[]> = reply.body;
  return list[key]?.[0] ?? { id: "", name: "" };
}

describe("images", () => {
  it("are found by name and hold the distribution", async () => {
    const image = await found("/image/v2/images?name=ubuntu-22.04", "images");
    const reply = await demo.call("GET", `/image/v2/images/${image.id}`);
    expect(reply.body).toMatchObject({
      name: "ubuntu-22.04",
      os_distro: "ubuntu",
      status: "active",
    });
    expect((await demo.call("GET", "/image/v2/images/nope")).status).toBe(404);
  });
});

describe("servers", () => {
  it("become ACTIVE after a while, with the address of their port, and go again", async () => {
    const before = cloud.simulator.inspection.counts();
    const image = await found("/image/v2/images?name=cirros", "images");
    const flavor = await found("/compute/v2.1/flavors", "flavors");
    const network = await found("/network/v2.0/networks?name=private", "networks");
    const server = await made("/compute/v2.1/servers", "server", {
      name: "one",
      imageRef: image.id,
      flavorRef: flavor.id,
      key_name: "testkey",
      networks: [{ uuid: network.id }],
    });
    const show = async () => (await demo.call("GET", `/compute/v2.1/servers/${server.id}`)).body;
    expect(await show()).toMatchObject({ server: { status: "BUILD" } });
    cloud.simulator.clock.advance(60_000);
    expect(await show()).toMatchObject({
      server: { status: "ACTIVE", addresses: { private: [{ addr: "10.66.0.2" }] } },
    });
    const port = await found(`/network/v2.0/ports?device_id=${server.id}`, "ports");
    const busy = await demo.call("DELETE", `/network/v2.0/networks/${network.id}`);
    expect(busy.body).toMatchObject({ NeutronError: { type: "NetworkInUse" } });
    expect(port.id).not.toBe("");
    expect((await demo.call("DELETE", `/compute/v2.1/servers/${server.id}`)).status).toBe(204);
    cloud.simulator.clock.advance(60_000);
    expect((await demo.call("GET", `/compute/v2.1/servers/${server.id}`)).status).toBe(404);
    expect(cloud.simulator.inspection.counts()).toEqual(before);
  });

  it("are refused beyond the quota and for unknown keys", async () => {
    const image = await found("/image/v2/images?name=cirros", "images");
    const flavor = await found("/compute/v2.1/flavors", "flavors");
    const server = { name: "x", imageRef: image.id, flavorRef: flavor.id, networks: "none" };
    const unknown = await demo.call("POST", "/compute/v2.1/servers", {
      server: { ...server, key_name: "nope" },
    });
    expect(unknown.body).toMatchObject({ badRequest: { message: "Invalid key_name provided." } });
    cloud.simulator.setQuotas("demo", { compute: { instances: 0 } });
    const over = await demo.call("POST", "/compute/v2.1/servers", { server });
    expect(over.status).toBe(403);
    expect(over.body).toMatchObject({
      forbidden: { message: expect.stringContaining("Quota exceeded for instances: Requested 1") },
    });
    cloud.simulator.setQuotas("demo", { compute: { instances: -1 } });
  });
});

describe("keypairs", () => {
  it("are made, found by name, refused twice and deleted", async () => {
    const fields = { keypair: { name: "k", public_key: "ssh-ed25519 AAAA x" } };
    expect((await demo.call("POST", "/compute/v2.1/os-keypairs", fields)).status).toBe(200);
    expect((await demo.call("POST", "/compute/v2.1/os-keypairs", fields)).status).toBe(409);
    expect((await demo.call("GET", "/compute/v2.1/os-keypairs/k")).body).toMatchObject({
      keypair: { public_key: "ssh-ed25519 AAAA x" },
    });
    expect((await demo.call("DELETE", "/compute/v2.1/os-keypairs/k")).status).toBe(202);
    expect((await demo.call("GET", "/compute/v2.1/os-keypairs/k")).status).toBe(404);
  });
});

describe("networks", () => {
  it("give floating IPs through a router only, and free everything in the right order", async () => {
    const before = cloud.simulator.inspection.counts();
    const external = await found("/network/v2.0/networks?router:external=True", "networks");
    const network = await made("/network/v2.0/networks", "network", { name: "n" });
    const subnet = await made("/network/v2.0/subnets", "subnet", {
      network_id: network.id,
      cidr: "10.9.0.0/29",
      ip_version: 4,
    });
    const router = await made("/network/v2.0/routers", "router", {
      external_gateway_info: { network_id: external.id },
    });
    const port = await made("/network/v2.0/ports", "port", { network_id: network.id });
    const floating = { floatingip: { floating_network_id: external.id, port_id: port.id } };
    const unreachable = await demo.call("POST", "/network/v2.0/floatingips", floating);
    expect(unreachable.body).toMatchObject({
      NeutronError: { type: "ExternalGatewayForFloatingIPNotFound" },
    });
    const join = { subnet_id: subnet.id };
    await demo.call("PUT", `/network/v2.0/routers/${router.id}/add_router_interface`, join);
    const ip = await made("/network/v2.0/floatingips", "floatingip", floating.floatingip);
    const part = () =>
      demo.call("PUT", `/network/v2.0/routers/${router.id}/remove_router_interface`, join);
    expect((await part()).body).toMatchObject({
      NeutronError: { type: "RouterInterfaceInUseByFloatingIP" },
    });
    expect((await demo.call("DELETE", `/network/v2.0/routers/${router.id}`)).status).toBe(409);
    for (const path of [`floatingips/${ip.id}`, `ports/${port.id}`]) {
      expect((await demo.call("DELETE", `/network/v2.0/${path}`)).status).toBe(204);
    }
    expect((await part()).status).toBe(200);
    for (const path of [`routers/${router.id}`, `networks/${network.id}`]) {
      expect((await demo.call("DELETE", `/network/v2.0/${path}`)).status).toBe(204);
    }
    expect(cloud.simulator.inspection.counts()).toEqual(before);
  });

  it("give every port its own address until the subnet is full", async () => {
    const network = await made("/network/v2.0/networks", "network", { name: "small" });
    const cidr = "10.8.0.0/29";
    await made("/network/v2.0/subnets", "subnet", { network_id: network.id, cidr, ip_version: 4 });
    const addresses = new Set<string>();
    for (let count = 0; count < 5; count += 1) {
      const reply = await demo.call("POST", "/network/v2.0/ports", {
        port: { network_id: network.id },
      });
      const { port }: { port: { fixed_ips: { ip_address: string }[] } } = reply.body as never;
      addresses.add(port.fixed_ips[0]?.ip_address ?? "");
    }
    expect([...addresses].toSorted()).toEqual([
      "10.8.0.2",
      "10.8.0.3",
      "10.8.0.4",
      "10.8.0.5",
      "10.8.0.6",
    ]);
    const full = await demo.call("POST", "/network/v2.0/ports", {
      port: { network_id: network.id },
    });
    expect(full.body).toMatchObject({ NeutronError: { type: "IpAddressGenerationFailure" } });
  });

  it("are counted against the quota", async () => {
    cloud.simulator.setQuotas("demo", { network: { network: 1 } });
    const reply = await demo.call("POST", "/network/v2.0/networks", { network: { name: "more" } });
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({
      NeutronError: { type: "OverQuota", message: "Quota exceeded for resources: ['network']." },
    });
    cloud.simulator.setQuotas("demo", { network: { network: -1 } });
  });

  it("of another project are not seen", async () => {
    const other = await cloud.client("demo2");
    const reply = await other.call("GET", "/network/v2.0/networks?name=private");
    expect(reply.body).toEqual({ networks: [] });
  });
});

describe("call faults", () => {
  it("make a call fail as often as they say", async () => {
    cloud.simulator.faults.add({
      service: "compute",
      operation: "listFlavors",
      times: 1,
      status: 503,
      error: "come back later",
    });
    const first = await demo.call("GET", "/compute/v2.1/flavors");
    expect(first.body).toMatchObject({ serviceUnavailable: { message: "come back later" } });
    expect((await demo.call("GET", "/compute/v2.1/flavors")).status).toBe(200);
  });

  it.each([
    ["before", 0],
    ["after", 1],
  ] as const)("close the connection %s the call is served", async (hangUp, networks) => {
    const names = async () => {
      const { networks: all }: { networks?: readonly { name: string }[] } = (
        await demo.call("GET", "/network/v2.0/networks")
      ).body;
      return (all ?? []).filter(({ name }) => name === `cut-${hangUp}`);
    };
    const call = { service: "network", operation: "createNetwork", times: 1 } as const;
    cloud.simulator.faults.add({ ...call, hangUp });
    const body = { network: { name: `cut-${hangUp}` } };
    await expect(demo.call("POST", "/network/v2.0/networks", body)).rejects.toThrow("fetch failed");
    expect(await names()).toHaveLength(networks);
  });
});
