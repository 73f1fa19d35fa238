import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const UNKNOWN = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";

describe("what every path has in common", () => {
  // api.md 2
  it("tells its versions without a token", async () => {
    const { call } = serverBench({ publicUrl: "https://cloud/container-infra/v1/" });
    const root = await call("GET", "/", { as: null });
    expect(root.status).toBe(200);
    expect(root.body.versions).toEqual([
      {
        id: "v1",
        status: "CURRENT",
        min_version: "1.1",
        max_version: "1.14",
        links: [{ href: "https://cloud/container-infra/v1/", rel: "self" }],
      },
    ]);
    const v1 = await call("GET", "/v1/", { as: null });
    expect(v1.body.nodegroups[0].href).toBe(
      "https://cloud/container-infra/v1/clusters/{cluster_id}/nodegroups",
    );
    expect(v1.body.clusters).toEqual([
      { href: "https://cloud/container-infra/v1/clusters/", rel: "self" },
      { href: "https://cloud/container-infra/clusters/", rel: "bookmark" },
    ]);
  });

  // api.md 1.1, /healthcheck
  it("says that it is well without a token", async () => {
    const { call } = serverBench();
    expect((await call("GET", "/healthcheck", { as: null })).text).toBe("OK");
    const json = { as: null, headers: { accept: "application/json" } };
    expect((await call("GET", "/healthcheck", json)).body).toEqual({
      detailed: false,
      reasons: ["OK"],
    });
    expect((await call("HEAD", "/healthcheck", { as: null })).status).toBe(204);
  });

  // api.md 1.1, 401 from the auth middleware
  it.each([null, "forged", ""])("asks for a token instead of %j", async (as) => {
    const { call } = serverBench();
    for (const path of ["/v1/clusters", "/v1/nothing", "/elsewhere"]) {
      const { status, headers } = await call("GET", path, { as });
      expect(status).toBe(401);
      expect(headers["www-authenticate"]).toBe('Keystone uri="http://identity/v3"');
    }
  });

  it("says 503 while Keystone cannot be asked, and why only to the log", async () => {
    const { call, keystone, faults } = serverBench();
    keystone.available = false;
    const { status, text } = await call("GET", "/v1/clusters");
    expect(status).toBe(503);
    expect(text).not.toContain("connection refused");
    expect(faults).toHaveLength(1);
  });

  // api.md 1.1: the first path element
  it.each(["/v1/clusters", "/v1/clusters/", "/clusters", "/clusters/", "/v1/clusters/?limit=2"])(
    "routes %s",
    async (path) => {
      const { call } = serverBench();
      expect(await call("GET", path)).toMatchObject({ status: 200, body: { clusters: [] } });
    },
  );

  // api.md 1.1: unknown path, wrong method; 1.5: empty title and detail
  it.each([
    ["GET", "/v1/nothing", 404],
    ["GET", "/v1/clusters/c1/detail", 404],
    ["PUT", "/v1/clusters", 405],
    ["POST", "/v1/clusters/c1", 405],
    ["PATCH", "/v1/certificates", 405],
  ])("%s %s is %i with an empty envelope", async (method, path, status) => {
    const { call } = serverBench();
    const answer = await call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      errors: [{ request_id: "", code: "", status, title: "", detail: "", links: [] }],
    });
  });

  // api.md 1.2
  it("names the versions in every answer below /v1", async () => {
    const { call } = serverBench();
    const { headers } = await call("GET", "/v1/clusters", { version: "container-infra 1.9" });
    expect(headers).toMatchObject({
      "openstack-api-minimum-version": "container-infrastructure-management 1.1",
      "openstack-api-maximum-version": "container-infrastructure-management 1.14",
      "openstack-api-version": "container-infrastructure-management 1.9",
      vary: "OpenStack-API-Version",
    });
    const oldest = await call("GET", "/v1/clusters", { version: null });
    expect(oldest.headers["openstack-api-version"]).toMatch(/ 1\.1$/);
  });

  // api.md 1.2 and 1.5, version range error object
  it("refuses versions that it does not have with 406", async () => {
    const { call } = serverBench();
    const range = await call("GET", "/v1/clusters", { version: "container-infra 1.15" });
    expect(range.status).toBe(406);
    expect(range.body.errors).toEqual([
      {
        max_version: "1.14",
        min_version: "1.1",
        code: "magnum.microversion-unsupported",
        links: [
          { rel: "help", href: "http://docs.openstack.org/api-guide/compute/microversions.html" },
        ],
        title: "Requested microversion is unsupported",
        description:
          "Version 1.15 was requested but the minor version is not supported by this service. The supported version range is: [container-infrastructure-management 1.1, container-infrastructure-management 1.14].",
      },
    ]);
    const service = await call("GET", "/v1/clusters", { version: "compute 2.1" });
    expect(service.status).toBe(406);
    expect(service.body.errors[0]).toMatchObject({
      code: "",
      detail: "Invalid service type for OpenStack-API-Version header",
    });
    const method = await call("POST", "/v1/clusters/c/actions/resize", {
      version: "container-infra 1.6",
      body: { node_count: 1 },
    });
    expect(method.status).toBe(406);
    expect(method.body.errors[0].detail).toBe(
      "Version 1.6 was requested but the requested API resize is not supported for this version.",
    );
  });

  // api.md 1.1: request ids
  it("gives every request an id of its own", async () => {
    const { call } = serverBench();
    const given = `req-${UNKNOWN}`;
    const { headers } = await call("GET", "/v1/clusters", {
      headers: { "x-openstack-request-id": given },
    });
    expect(headers["x-openstack-request-id"]).toMatch(/^req-[0-9a-f-]{36}$/);
    expect(headers["x-openstack-request-id"]).not.toBe(given);
  });

  // api.md 1.1: only JSON
  it("takes JSON only", async () => {
    const { call } = serverBench();
    const plain = { body: "{}", headers: { "content-type": "text/plain" } };
    expect((await call("POST", "/v1/clusters", plain)).status).toBe(415);
    const broken = await call("POST", "/v1/clusters", { body: "{" });
    expect(broken.status).toBe(400);
    expect(broken.body.errors[0].detail).toBe("Request is not in valid JSON format");
  });

  // clients.md 1: DELETE and PATCH without body say octet-stream
  it("does not mind the media type of no body", async () => {
    const { call, template } = serverBench();
    await template();
    const answer = await call("DELETE", "/v1/clustertemplates/swarm", {
      headers: { "content-type": "application/octet-stream" },
    });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe("");
  });

  // api.md 1.3: list parameters
  it.each([
    ["limit=0", "Limit must be positive"],
    ["limit=-1", "Limit must be positive"],
    ["limit=x", "Invalid input for field/attribute limit. Value: 'x'."],
    ["marker=c1", "Expected a uuid but received c1."],
    ["sort_key=colour", 'The sort_key value "colour" is an invalid field for sorting'],
    ["sort_key=constructor", 'The sort_key value "constructor" is an invalid field for sorting'],
    ["sort_dir=up", "Invalid sort direction: up. Acceptable values are 'asc' or 'desc'"],
    ["all=1", 'Unknown argument: "all"'],
  ])("refuses ?%s", async (query, text) => {
    const { call } = serverBench();
    for (const list of ["clusters", "clusters/detail", "clustertemplates"]) {
      const { status, body } = await call("GET", `/v1/${list}?${query}`);
      expect(status).toBe(400);
      expect(body.errors[0].detail).toContain(text);
    }
    expect((await call("GET", `/v1/clusters?marker=${UNKNOWN}`)).status).toBe(404);
  });

  // api.md 1.3: capped by [api]max_limit, which is also the default
  it.each(["", "&limit=1000", "&limit=2"])(
    "has no more on a page than the operator lets be%s",
    async (limit) => {
      const { call, template, cluster } = serverBench({ maxLimit: 2 });
      for (const name of ["a", "b", "c"]) await template({ name });
      const { body } = await call("GET", `/v1/clustertemplates?sort_key=name${limit}`);
      expect(body.clustertemplates).toHaveLength(2);
      expect(body.next).toContain("&limit=2&");
      await cluster({ cluster_template_id: "a" });
      const { body: history } = await call("GET", `/v1/clusters/c1/events?after=0${limit}`);
      expect(history.events).toHaveLength(2);
    },
  );

  // api.md 1.3: next only when the page is full
  it("cuts lists into pages", async () => {
    const { call, template } = serverBench();
    for (const name of ["b", "a", "c"]) await template({ name });
    const first = await call("GET", "/v1/clustertemplates?sort_key=name&sort_dir=desc&limit=2");
    const [, last] = first.body.clustertemplates;
    expect(first.body.next).toBe(
      `http://api.example:9511/v1/clustertemplates?sort_key=name&sort_dir=desc&limit=2&marker=${last.uuid}`,
    );
    const second = await call("GET", first.body.next.slice("http://api.example:9511".length));
    const inCapitals = `sort_key=name&sort_dir=desc&marker=${last.uuid.toUpperCase()}`;
    expect((await call("GET", `/v1/clustertemplates?${inCapitals}`)).body).toEqual(second.body);
    expect(second.body).not.toHaveProperty("next");
    const pages = [...first.body.clustertemplates, ...second.body.clustertemplates];
    const names = pages.map((one: { name: string }) => one.name);
    expect(names).toEqual(["c", "b", "a"]);
    expect((await call("GET", "/v1/clustertemplates")).body).not.toHaveProperty("next");
  });
});
