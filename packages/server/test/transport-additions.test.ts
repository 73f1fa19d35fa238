import { describe, expect, it } from "vitest";
import { CLUSTER, TEMPLATE, withCluster } from "./complete-cluster-bench.ts";
import { type Call, serverBench } from "./server-bench.ts";

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
