import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { openCloud } from "./test-cloud.ts";

const stacks = "/orchestration/v1/PROJECT/stacks";

/** A template of everything that can be left behind, in sizes. */
const templateOf = (shape: {
  nodes: number;
  volume: boolean;
  balancer: boolean;
  text: number;
  broken: boolean;
}) => ({
  heat_template_version: "2018-08-31",
  resources: {
    net: { type: "OS::Neutron::Net" },
    subnet: {
      type: "OS::Neutron::Subnet",
      properties: { network: { get_resource: "net" }, cidr: "10.1.0.0/24" },
    },
    router: {
      type: "OS::Neutron::Router",
      properties: { external_gateway_info: { network: "public" } },
    },
    interface: {
      type: "OS::Neutron::RouterInterface",
      properties: { router: { get_resource: "router" }, subnet: { get_resource: "subnet" } },
    },
    port: {
      type: "OS::Neutron::Port",
      properties: {
        network: { get_resource: "net" },
        mac_address: `fa:16:3e:00:00:0${shape.text}`,
      },
    },
    address: {
      type: "OS::Neutron::FloatingIP",
      properties: { floating_network: "public", port_id: { get_resource: "port" } },
    },
    handle: { type: "OS::Heat::WaitConditionHandle" },
    nodes: {
      type: "OS::Heat::ResourceGroup",
      depends_on: "interface",
      properties: {
        count: shape.nodes,
        resource_def: {
          type: "OS::Nova::Server",
          properties: {
            image: "cirros",
            flavor: shape.text === 3 ? "m1.small" : "m1.tiny",
            user_data: `text ${Math.min(shape.text, 2)}`,
            networks: [{ network: { get_resource: "net" } }],
          },
        },
      },
    },
    ...(shape.volume ? { volume: { type: "OS::Cinder::Volume", properties: { size: 1 } } } : {}),
    ...(shape.balancer
      ? {
          balancer: {
            type: "OS::Octavia::LoadBalancer",
            properties: { vip_subnet: { get_resource: "subnet" } },
          },
        }
      : {}),
    ...(shape.broken
      ? { broken: { type: "OS::Heat::TestResource", properties: { fail: true, wait_secs: 9 } } }
      : {}),
  },
});

const shape = fc.record({
  nodes: fc.integer({ min: 0, max: 3 }),
  volume: fc.boolean(),
  balancer: fc.boolean(),
  text: fc.integer({ min: 1, max: 3 }),
  broken: fc.boolean(),
});
const step = fc.record({
  shape,
  patience: fc.constantFrom(2000, 9000, 30_000, 3_600_000),
  rollback: fc.boolean(),
});

describe("a project", () => {
  it("holds nothing but the seed once its stacks are deleted, whatever happened to them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const cloud = await openCloud({ tokenLifetimeSeconds: 1e9 });
        const demo = await cloud.client();
        const { clock, inspection } = cloud.simulator;
        const seeded = inspection.counts();
        let id = "";
        for (const one of steps) {
          const body = { template: templateOf(one.shape), disable_rollback: !one.rollback };
          if (id === "")
            id = await demo.createStack("s", body.template, { disable_rollback: !one.rollback });
          else {
            const reply = await demo.call("PUT", `${stacks}/s/${id}`, body);
            if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
          }
          clock.advance(one.patience);
        }
        await demo.call("DELETE", `${stacks}/s/${id}`);
        expect(cloud.settle("s")).toBe("gone");
        clock.advance(60_000);
        expect(inspection.counts()).toEqual(seeded);
        await cloud.simulator.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe("a seed", () => {
  it("settles every id, address and moment", async () => {
    const story = async (seed: string): Promise<string> => {
      const startAt = new Date("2026-01-01T00:00:00Z");
      const cloud = await openCloud({ seed, clock: { mode: "manual", startAt } });
      onTestFinished(() => cloud.simulator.close());
      const demo = await cloud.client();
      const id = await demo.createStack(
        "s",
        templateOf({ nodes: 2, volume: true, balancer: false, text: 1, broken: false }),
      );
      cloud.settle("s");
      const events = await demo.call("GET", `${stacks}/s/${id}/events?nested_depth=2`);
      const text = JSON.stringify([cloud.simulator.inspection.resources("s"), events.body]);
      return text.replaceAll(/127\.0\.0\.1:\d+/g, "host");
    };
    const first = await story("one");
    expect(await story("one")).toBe(first);
    expect(await story("two")).not.toBe(first);
  });
});
