import { describe, expect, it } from "vitest";
import { type Call, serverBench } from "./server-bench.ts";

const PATH = "/v1/quotas";
const OWN = `${PATH}/wonderland/Cluster`;
const asAdmin = (body?: object): Call => ({ as: "admin", ...(body === undefined ? {} : { body }) });

describe("quotas", () => {
  // api.md 7: POST 201, GET one, PATCH 202 with a plain object, DELETE 204
  it("are given, shown, changed and taken away by admins", async () => {
    const { call, advance } = serverBench();
    const created = await call(
      "POST",
      PATH,
      asAdmin({ project_id: "wonderland", hard_limit: "3" }),
    );
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: 1,
      hard_limit: 3,
      project_id: "wonderland",
      resource: "Cluster",
      created_at: "2030-01-01T00:00:00+00:00",
      updated_at: null,
    });
    expect(await call("GET", OWN)).toMatchObject({ status: 200, body: created.body });
    advance(1000);
    const changed = await call(
      "PATCH",
      OWN,
      // The path says which one; id and project in the body are not looked at.
      asAdmin({ id: 99, project_id: "elsewhere", resource: "Cluster", hard_limit: 7 }),
    );
    expect(changed.status).toBe(202);
    expect(changed.body).toEqual({
      ...created.body,
      hard_limit: 7,
      updated_at: "2030-01-01T00:00:01+00:00",
    });
    expect((await call("PATCH", OWN, asAdmin({}))).body.hard_limit).toBe(1);
    expect((await call("DELETE", OWN, asAdmin())).status).toBe(204);
    expect((await call("DELETE", OWN, asAdmin())).status).toBe(404);
  });

  // api.md 7: no row ⇒ 200 with the configured default, without id and dates
  it("are the default where a project has none of its own", async () => {
    const { call } = serverBench();
    const standard = { project_id: "wonderland", resource: "Cluster", hard_limit: 20 };
    expect((await call("GET", OWN)).body).toEqual(standard);
    expect((await call("GET", OWN.toLowerCase(), asAdmin())).body).toEqual(standard);
    expect((await call("GET", `${PATH}/unheard-of/Cluster`, asAdmin())).status).toBe(200);
    const other = await call("GET", `${PATH}/wonderland/Bottle`);
    expect(other.status).toBe(404);
    expect(other.body.errors[0].detail).toBe(
      "Quota could not be found: project_id wonderland resource Bottle.",
    );
  });

  // api.md 7: owner or admin; 13: quota:others admin
  it("of other projects are for admins", async () => {
    const { call } = serverBench();
    const foreign = await call("GET", OWN, { as: "mallory" });
    expect(foreign.status).toBe(403);
    expect(foreign.body.errors[0].detail).toBe("Not authorized.");
    for (const [method, path, rule] of [
      ["GET", PATH, "get_all"],
      ["POST", PATH, "create"],
      ["PATCH", OWN, "update"],
      ["DELETE", OWN, "delete"],
    ] as const) {
      const body = { project_id: "wonderland" };
      const refused = await call(method, path, method === "GET" ? {} : { body });
      expect(refused.status).toBe(403);
      expect(refused.body.errors[0].detail).toBe(
        `Policy doesn't allow quota:${rule} to be performed.`,
      );
    }
  });

  // api.md 7: project must exist (404), duplicate 409, missing project 400; 1.5 body validation
  it.each<[object | string, number, string]>([
    [{}, 400, "Must provide a valid project ID."],
    [{ project_id: null }, 400, "Must provide a valid project ID."],
    [{ project_id: "" }, 400, "Value should have a minimum character requirement of 1"],
    [{ project_id: 5 }, 400, "field/attribute project_id. Value: '5'. Value should be string"],
    [{ project_id: "nowhere" }, 404, "The project_id nowhere could not be found."],
    [
      { project_id: "elsewhere" },
      409,
      "Quota for project elsewhere already exists for resource Cluster.",
    ],
    [
      { project_id: "wonderland", hard_limit: -1 },
      400,
      "Invalid input for field/attribute hard_limit. Value: '-1'. Value should be greater or equal to 0",
    ],
    [
      { project_id: "wonderland", hard_limit: 2 ** 31 },
      400,
      "Invalid input for field/attribute hard_limit. Value: '2147483648'. Value should be lower or equal to 2147483647",
    ],
    [
      { project_id: "wonderland", hard_limit: "many" },
      400,
      "invalid literal for int() with base 10: 'many'",
    ],
    [
      { project_id: "wonderland", resource: "x" },
      400,
      "Invalid input for field/attribute resource. Value: 'x'. Value should be one of: Cluster",
    ],
    [
      { project_id: "wonderland", id: 0 },
      400,
      "Invalid input for field/attribute id. Value: '0'. Value should be greater or equal to 1",
    ],
    [{ project_id: "wonderland", created_at: "2020" }, 400, "Cannot set read only field."],
    [{ x: 1 }, 400, "Unknown attribute for argument quota: x"],
    ["[]", 400, ""],
    ["x", 400, "Request is not in valid JSON format"],
  ])("are not given with %j", async (body, status, text) => {
    const { call } = serverBench();
    await call("POST", PATH, asAdmin({ project_id: "elsewhere" }));
    const refused = await call("POST", PATH, { as: "admin", body });
    expect(refused.body.errors[0].detail).toContain(text);
    expect(refused.status).toBe(status);
    expect((await call("GET", OWN)).body).not.toHaveProperty("id");
  });

  it.each<[string, object, number, string]>([
    [
      "wonderland/Cluster",
      { hard_limit: 2 },
      404,
      "Quota could not be found: project_id wonderland resource Cluster.",
    ],
    ["elsewhere/Bottle", {}, 404, "project_id elsewhere resource Bottle."],
    ["elsewhere/Cluster", { x: 1 }, 400, "Unknown attribute for argument quotapatch: x"],
    ["elsewhere/Cluster", { resource: "z" }, 400, "Value should be one of: Cluster"],
    ["elsewhere/Cluster", { hard_limit: null }, 400, "field/attribute hard_limit. Value: 'None'."],
  ])("are not changed at %s with %j", async (path, body, status, text) => {
    const { call } = serverBench();
    await call("POST", PATH, asAdmin({ project_id: "elsewhere" }));
    const refused = await call("PATCH", `${PATH}/${path}`, asAdmin(body));
    expect(refused.body.errors[0].detail).toContain(text);
    expect(refused.status).toBe(status);
  });

  // api.md 7: ?all_tenants, marker=<id>; 1.3 next
  it("are listed for one project or for all, page by page", async () => {
    const { call } = serverBench();
    for (const [project, limit] of [
      ["wonderland", 3],
      ["elsewhere", 1],
      ["admin", 2],
    ])
      await call("POST", PATH, asAdmin({ project_id: project, hard_limit: limit }));
    const projects = async (query: string) => {
      const { body } = await call("GET", `${PATH}${query}`, asAdmin());
      return body.quotas.map(({ project_id }: { project_id: string }) => project_id);
    };
    expect(await projects("")).toEqual(["admin"]);
    expect(await projects("?all_tenants=False")).toEqual(["admin"]);
    expect(await projects("?all_tenants=True")).toEqual(["wonderland", "elsewhere", "admin"]);
    expect(await projects("?all_tenants=1&sort_key=hard_limit&sort_dir=desc")).toEqual([
      "wonderland",
      "admin",
      "elsewhere",
    ]);
    expect(await projects("?all_tenants=1&marker=0")).toHaveLength(3);
    const page = await call("GET", `${PATH}?all_tenants=True&limit=2`, asAdmin());
    expect(page.body.next).toBe(
      `http://api.example:9511${PATH}?sort_key=id&sort_dir=asc&limit=2&marker=2&all_tenants=True`,
    );
    const [, onwards] = String(page.body.next).split(PATH);
    expect(await projects(onwards ?? "")).toEqual(["admin"]);
  });

  it.each<[string, number, string]>([
    [
      "?marker=x",
      400,
      "unable to convert to int. Error: invalid literal for int() with base 10: 'x'",
    ],
    ["?marker=999", 404, "Quota could not be found: quota id 999 ."],
    ["?marker=1e999", 400, "invalid literal for int()"],
    ["?limit=0", 400, "Limit must be positive"],
    ["?sort_key=colour", 400, 'The sort_key value "colour" is an invalid field for sorting'],
    ["?all_tenants=maybe", 400, "Unrecognized value 'maybe'"],
    ["?colour=red", 400, 'Unknown argument: "colour"'],
  ])("are not listed with %s", async (query, status, text) => {
    const { call } = serverBench();
    const refused = await call("GET", `${PATH}${query}`, asAdmin());
    expect(refused.body.errors[0].detail).toContain(text);
    expect(refused.status).toBe(status);
  });

  // api.md 1.2: not gated; 1.5 quota
  it("limit clusters, in every microversion", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    await call("POST", PATH, { ...asAdmin({ project_id: "wonderland" }), version: null });
    await cluster();
    const refused = await call("POST", "/v1/clusters", {
      body: { name: "c2", cluster_template_id: "swarm" },
      version: null,
    });
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe(
      "Resource limit exceeded: You have reached the maximum clusters per project, 1. You may delete a cluster to make room for a new one.",
    );
  });
});
