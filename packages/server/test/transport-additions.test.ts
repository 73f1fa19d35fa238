import { describe, expect, it } from "vitest";
import { fakeDriver } from "./fake-driver.ts";
import { type Call, serverBench } from "./server-bench.ts";

const CLUSTER = "/v1/clusters/c1";
const TEMPLATE = "/v1/clustertemplates/swarm";

/** A bench with a complete cluster, c1, of a template, swarm. */
async function withCluster() {
  const bench = serverBench();
  await bench.template();
  await bench.cluster();
  await bench.settle();
  const patchNodes = (nodeCount: number, headers: Record<string, string>) =>
    bench.call("PATCH", CLUSTER, {
      body: [{ op: "replace", path: "/node_count", value: nodeCount }],
      headers,
    });
  const tagOf = async (path: string) => String((await bench.call("GET", path)).headers.etag);
  return { ...bench, patchNodes, tagOf };
}

describe("entity tags", () => {
  it.each([CLUSTER, TEMPLATE])("save a caller what it has of %s", async (path) => {
    const { call, tagOf } = await withCluster();
    const tag = await tagOf(path);
    expect(tag).toMatch(/^"\d+"$/);
    for (const known of [tag, `W/${tag}`, `"0", ${tag}`, "*"]) {
      const answer = await call("GET", path, { headers: { "if-none-match": known } });
      expect(answer).toMatchObject({ status: 304, text: "" });
      expect(answer.headers).toMatchObject({ etag: tag, vary: "OpenStack-API-Version" });
    }
    const other = await call("GET", path, { headers: { "if-none-match": '"0"' } });
    expect(other).toMatchObject({ status: 200, headers: { etag: tag } });
  });

  it("bind a change of a cluster to the version that its caller knows", async () => {
    const { patchNodes, tagOf, settle } = await withCluster();
    const tag = await tagOf(CLUSTER);
    const changed = await patchNodes(2, { "if-match": tag });
    expect(changed.status).toBe(202);
    expect(changed.headers.etag).not.toBe(tag);
    await settle();
    const late = await patchNodes(3, { "if-match": tag });
    expect(late.status).toBe(412);
    expect(late.body.errors[0].detail).toContain("If-Match");
    expect((await patchNodes(3, { "if-match": "*" })).status).toBe(202);
  });

  it("bind a deletion, a resize and an upgrade", async () => {
    const { call, tagOf } = await withCluster();
    const stale = { "if-match": '"0"' };
    const upgrade = { body: { cluster_template: "swarm" }, headers: stale };
    expect((await call("POST", `${CLUSTER}/actions/upgrade`, upgrade)).status).toBe(412);
    const resize = { body: { node_count: 2 }, headers: stale };
    expect((await call("POST", `${CLUSTER}/actions/resize`, resize)).status).toBe(412);
    expect((await call("DELETE", CLUSTER, { headers: stale })).status).toBe(412);
    const headers = { "if-match": await tagOf(CLUSTER) };
    expect((await call("DELETE", CLUSTER, { headers })).status).toBe(204);
  });

  it("bind changes of cluster templates, whose answers bring the next tag", async () => {
    const { call, template } = serverBench();
    await template();
    const before = await call("GET", TEMPLATE);
    const rename = (tag: string) => ({
      body: [{ op: "replace", path: "/tags", value: "new" }],
      headers: { "if-match": tag },
    });
    const changed = await call("PATCH", TEMPLATE, rename(String(before.headers.etag)));
    expect(changed.status).toBe(200);
    expect((await call("GET", TEMPLATE)).headers.etag).toBe(changed.headers.etag);
    expect((await call("PATCH", TEMPLATE, rename(String(before.headers.etag)))).status).toBe(412);
    const stale = { headers: { "if-match": String(before.headers.etag) } };
    expect((await call("DELETE", TEMPLATE, stale)).status).toBe(412);
  });

  it("match nothing where there are none", async () => {
    const { call } = await withCluster();
    const sign = { body: { cluster_uuid: "c1", csr: "x" }, headers: { "if-match": '"1"' } };
    expect((await call("POST", "/v1/certificates", sign)).status).toBe(412);
  });

  it("are looked at after the right to make the change", async () => {
    const { call } = await withCluster();
    const foreign = { as: "mallory", headers: { "if-match": '"0"' } };
    expect((await call("DELETE", CLUSTER, foreign)).status).toBe(404);
  });
});

describe("idempotency keys", () => {
  const create = (name: string, key: string, given: Call = {}): Call => ({
    body: { name, cluster_template_id: "swarm" },
    ...given,
    headers: { "idempotency-key": key, ...given.headers },
  });

  it("make a cluster once, also when the repeats come side by side", async () => {
    const { call, template } = serverBench();
    await template();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call("POST", "/v1/clusters", create("c1", "k"))),
    );
    answers.push(await call("POST", "/clusters/", create("c1", "k")));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.uuid}`)).size).toBe(1);
    expect((await call("GET", "/v1/clusters")).body.clusters).toHaveLength(1);
  });

  it("make a resize once, though it leads away from the version that it was asked of", async () => {
    const { call, tagOf, settle } = await withCluster();
    const known = `"999", ${await tagOf(CLUSTER)}`;
    const wish = {
      body: { node_count: 2 },
      headers: { "idempotency-key": "k", "if-match": known },
    };
    for (let time = 0; time < 2; time += 1) {
      expect((await call("POST", `${CLUSTER}/actions/resize`, wish)).status).toBe(202);
      await settle();
    }
    const late = { ...wish, headers: { "idempotency-key": "other", "if-match": known } };
    expect((await call("POST", `${CLUSTER}/actions/resize`, late)).status).toBe(412);
    const { body } = await call("GET", `${CLUSTER}/operations`);
    expect(body.operations.map(({ kind }: { kind: string }) => kind)).toEqual(["create", "resize"]);
  });

  it("are not looked at where a repeat does no harm", async () => {
    const { call } = await withCluster();
    const sign = { body: { cluster_uuid: "c1", csr: "x" }, headers: { "idempotency-key": "ü" } };
    const { body } = await call("POST", "/v1/certificates", sign);
    expect(body.errors?.[0].detail).not.toContain("Idempotency-Key");
    const make = { body: { name: "c2" }, headers: { "idempotency-key": "ü" } };
    const refused = await call("POST", "/v1/clusters", make);
    expect(refused.body.errors[0].detail).toContain("Idempotency-Key");
  });

  it("make a cluster template once", async () => {
    const { call } = serverBench();
    const body = {
      name: "t",
      coe: "swarm-mode",
      image_id: "debian",
      external_network_id: "public",
    };
    const given = { body, headers: { "idempotency-key": "k" } };
    const first = await call("POST", "/v1/clustertemplates", given);
    expect(first.status).toBe(201);
    expect(await call("POST", "/v1/clustertemplates", given)).toMatchObject({
      status: 201,
      body: { uuid: first.body.uuid },
    });
  });

  it("belong to one request of one user", async () => {
    const { call, template } = serverBench();
    await template({ public: true }, { as: "admin" });
    expect((await call("POST", "/v1/clusters", create("c1", "k"))).status).toBe(202);
    const other = await call("POST", "/v1/clusters", create("c2", "k"));
    expect(other.status).toBe(422);
    expect(other.body.errors[0].detail).toContain("idempotency key");
    const stranger = await call("POST", "/v1/clusters", create("c2", "k", { as: "mallory" }));
    expect(stranger.status).toBe(202);
    expect((await call("POST", "/v1/clusters", create("c2", "l"))).status).toBe(202);
  });

  it("do not keep a refusal", async () => {
    const { call, template } = serverBench();
    expect((await call("POST", "/v1/clusters", create("c1", "k"))).status).toBe(404);
    await template();
    expect((await call("POST", "/v1/clusters", create("c1", "k"))).status).toBe(202);
  });

  it.each(["", "k".repeat(256), "käse"])("are refused when they are %j", async (key) => {
    const { call } = serverBench();
    const { status, body } = await call("POST", "/v1/clusters", create("c1", key));
    expect(status).toBe(400);
    expect(body.errors[0].detail).toContain("Idempotency-Key");
  });

  it("are not looked at where a repeat does no harm", async () => {
    const { call } = serverBench();
    const given = { headers: { "idempotency-key": "" } };
    expect((await call("GET", "/v1/clusters", given)).status).toBe(200);
  });
});

describe("a cluster's history", () => {
  it("tells what was asked and what happened, page by page", async () => {
    const { call, patchNodes, settle } = await withCluster();
    await patchNodes(3, {});
    await settle();
    const { body: asked } = await call("GET", `${CLUSTER}/operations`);
    expect(asked.operations).toMatchObject([
      { kind: "create", state: "succeeded", error: null, nodegroup: null },
      { kind: "update", state: "succeeded" },
    ]);
    const { body: all } = await call("GET", `${CLUSTER}/events`);
    expect(all.events.at(0)).toMatchObject({ type: "operation.accepted", kind: "create" });
    expect(all.events.at(-1)).toMatchObject({ type: "operation.finished", outcome: "succeeded" });
    expect(all).not.toHaveProperty("next");

    const read: unknown[] = [];
    let next: string | undefined = `${CLUSTER}/events?limit=3`;
    while (next !== undefined) {
      const page: { body: { events: unknown[]; next?: string } } = await call("GET", next);
      read.push(...page.body.events);
      next = page.body.next?.slice("http://api.example:9511".length);
    }
    expect(read).toEqual(all.events);
    const [first, second] = asked.operations;
    const rest = await call("GET", `${CLUSTER}/operations?after=${first.sequence}&limit=1`);
    expect(rest.body.operations).toEqual([second]);
  });

  it("tells why something failed", async () => {
    const { call, template, cluster, stacks, settle } = serverBench();
    await template();
    await cluster();
    stacks.failure = "no valid host";
    await settle();
    const { body } = await call("GET", `${CLUSTER}/operations`);
    expect(body.operations).toMatchObject([
      { state: "failed", error: { message: expect.stringContaining("no valid host") } },
    ]);
  });

  it("is its project's alone", async () => {
    const { call } = await withCluster();
    for (const part of ["operations", "events"]) {
      expect((await call("GET", `${CLUSTER}/${part}`, { as: "mallory" })).status).toBe(404);
      expect((await call("GET", `${CLUSTER}/${part}`, { as: "admin" })).status).toBe(200);
      expect((await call("GET", `${CLUSTER}/${part}`, { as: null })).status).toBe(401);
    }
  });

  it.each(["limit=0", "limit=x", "after=-1", "after=x", "marker=1"])(
    "refuses ?%s",
    async (query) => {
      const { call } = await withCluster();
      for (const part of ["operations", "events"])
        expect((await call("GET", `${CLUSTER}/${part}?${query}`)).status).toBe(400);
    },
  );
});

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
