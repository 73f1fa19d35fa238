import { describe, expect, it } from "vitest";
import { fakeDriver } from "./fake-driver.ts";
import { type Call, serverBench } from "./server-bench.ts";

describe("drivers", () => {
  it("tell what they make", async () => {
    const { call } = serverBench();
    const { status, body } = await call("GET", "/v1/drivers");
    expect(status).toBe(200);
    expect(body.drivers).toMatchObject([
      {
        name: "fake",
        stability: "stable",
        provides: [{ server_type: "vm", os: "debian", coe: "swarm-mode" }],
        capabilities: expect.arrayContaining(["resize"]),
        container_version: "1.0",
        links: [{ href: "http://api.example:9511/v1/drivers/fake", rel: "self" }, {}],
      },
    ]);
  });

  it("show their labels as a JSON Schema", async () => {
    const { call } = serverBench();
    const { body } = await call("GET", "/v1/drivers/fake");
    expect(body.labels).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: { colour: { type: "string" } },
      additionalProperties: false,
    });
    const missing = await call("GET", "/v1/drivers/none");
    expect(missing.status).toBe(404);
    expect(missing.body.errors[0].detail).toBe("Cluster driver none could not be found.");
    expect((await call("GET", "/v1/drivers", { as: null })).status).toBe(401);
  });
});

describe("a dry run", () => {
  const planner = {
    ...fakeDriver,
    plan: {
      planCluster: ({ cluster }: { cluster: { name: string } }) => [
        { type: "OS::Nova::Server", path: [cluster.name, "masters", "0"] },
        { type: "OS::Nova::Server", path: [cluster.name, "nodes", "0"] },
        { type: "OS::Neutron::Net", path: [cluster.name, "network"] },
      ],
    },
  };
  const wish = { name: "c1", cluster_template_id: "swarm", labels: { colour: "red" } };

  it.each(["?dry_run", "?dry_run=True", "?dry_run=1"])(
    "tells with %s what would be made, and makes nothing",
    async (query) => {
      const { call, template, stacks, settle } = serverBench({ drivers: [planner] });
      const uuid = await template();
      const { status, body } = await call("POST", `/v1/clusters${query}`, { body: wish });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        driver: "fake",
        cluster: {
          name: "c1",
          cluster_template_id: uuid,
          node_count: 1,
          labels: { colour: "red" },
        },
        resources: [
          { type: "OS::Nova::Server", path: ["c1", "masters", "0"] },
          { type: "OS::Nova::Server" },
          { type: "OS::Neutron::Net" },
        ],
        totals: { "OS::Nova::Server": 2, "OS::Neutron::Net": 1 },
      });
      await settle();
      expect((await call("GET", "/v1/clusters")).body.clusters).toEqual([]);
      expect(stacks.nodeCounts.size).toBe(0);
    },
  );

  it("refuses what creating the cluster would refuse", async () => {
    const { call, template } = serverBench({ drivers: [planner] });
    const ask = async (body: object, given: Call = {}) =>
      (await call("POST", "/v1/clusters?dry_run=true", { body, ...given })).status;
    expect(await ask(wish)).toBe(404);
    expect(await ask(wish, { version: "container-infra 1.9" })).toBe(400);
    await template();
    expect(await ask({ ...wish, keypair: "none" })).toBe(404);
    expect(await ask({ ...wish, labels: { size: "big", weight: "1" } })).toBe(400);
    expect(await ask({ ...wish, colour: "red" })).toBe(400);
  });

  it("is refused where the driver cannot tell", async () => {
    const { plan: _, ...silent } = planner;
    const { call, template } = serverBench({ drivers: [silent] });
    await template();
    const { status, body } = await call("POST", "/v1/clusters?dry_run", { body: wish });
    expect(status).toBe(400);
    expect(body.errors[0].detail).toBe("'plan' is not supported by this driver.");
  });

  it("is none when the argument says no, and refused when it says neither", async () => {
    const { call, template } = serverBench({ drivers: [planner] });
    await template();
    expect((await call("POST", "/v1/clusters?dry_run=maybe", { body: wish })).status).toBe(400);
    expect((await call("POST", "/v1/clusters?dry_run=false", { body: wish })).status).toBe(202);
  });
});
