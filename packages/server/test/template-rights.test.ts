import { describe, expect, it } from "vitest";
import { createPolicy } from "../src/policy/create-policy.ts";
import { serverBench } from "./server-bench.ts";

const PUBLISH = "Not authorized to set public or hidden flag for cluster template.";
const model = { coe: "swarm-mode", image_id: "debian", external_network_id: "public" };
const set = (path: string, value: unknown) => ({ body: [{ op: "replace", path, value }] });

/** People whom the operator gave one right each, besides a member's. */
function rightsBench() {
  const policy = createPolicy({
    overrides: {
      "clustertemplate:publish": "role:publisher",
      "baymodel:publish": "role:publisher",
      "clustertemplate:update": "@",
      "baymodel:update": "@",
      "clustertemplate:update_all_projects": "role:keeper",
    },
  });
  const bench = serverBench({ policy });
  for (const [name, project, role] of [
    ["publisher", "elsewhere", "publisher"],
    ["stranger", "nowhere-near", "publisher"],
    ["keeper", "elsewhere", "keeper"],
  ] as const)
    bench.keystone.tokens.set(name, {
      user: { id: name, name, domain: { id: "default" } },
      project: { id: project },
      roles: [role, "member", "reader"].map((each) => ({ name: each })),
    });
  return bench;
}

// api.md 13: clustertemplate:publish, clustertemplate:update_all_projects
describe("the right to publish", () => {
  it.each([
    ["baymodels", "container-infra 1.10"],
    ["clustertemplates", "container-infra latest"],
  ])("is not the right to change what another project published: %s", async (plural, version) => {
    const { call } = rightsBench();
    const body = { ...model, name: "open", keypair_id: "testkey", public: true };
    const made = await call("POST", `/v1/${plural}`, { version, as: "publisher", body });
    expect(made.status).toBe(201);
    for (const [path, value] of [
      ["/name", "mine"],
      ["/public", "False"],
    ] as const) {
      const change = { version, as: "stranger", ...set(path, value) };
      const refused = await call("PATCH", `/v1/${plural}/open`, change);
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.body.errors[0].detail).toBe("Not authorized.");
    }
    const shown = await call("GET", `/v1/${plural}/open`, { version });
    expect(shown.body).toMatchObject({ name: "open", public: true });
  });

  it("is apart from the right to change every project's", async () => {
    const { call, template } = rightsBench();
    const path = `/v1/clustertemplates/${await template()}`;
    const renamed = await call("PATCH", path, { as: "keeper", ...set("/name", "kept") });
    expect(renamed).toMatchObject({ status: 200, body: { name: "kept" } });
    const refused = await call("PATCH", path, { as: "keeper", ...set("/public", "True") });
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe(PUBLISH);
    expect((await call("PATCH", path, { as: "publisher", ...set("/name", "x") })).status).toBe(404);
  });
});
