import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryCertificateAuthority } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { ROUTES } from "../src/api/v1/routes.ts";
import { createPolicy } from "../src/policy/create-policy.ts";
import { POLICY_GENERATIONS, type PolicyGeneration } from "../src/policy/generation.ts";
import { policyFromFile } from "../src/policy/policy-from-file.ts";
import { serverBench } from "./server-bench.ts";

/** A server with a template and a whole cluster of Alice's, and people who look at it. */
async function bench(generation: PolicyGeneration) {
  const server = serverBench({
    policy: createPolicy({ generation }),
    certificates: createMemoryCertificateAuthority(),
  });
  const { tokens } = server.keystone;
  const of = (id: string, project: string | null, ...roles: string[]) => ({
    user: { id, name: id, domain: { id: "default" } },
    project: project === null ? null : { id: project },
    roles: roles.map((name) => ({ name })),
  });
  tokens.set("reader", of("rita", "wonderland", "reader"));
  tokens.set("no-role", of("nora", "wonderland"));
  tokens.set("system", { ...of("root", null, "admin", "member", "reader"), system: { all: true } });
  tokens.set("domain", of("root", null, "admin", "member", "reader"));
  await server.template();
  const uuid = await server.cluster();
  await server.settle();
  return { ...server, uuid };
}

const GET_ALL = "Policy doesn't allow cluster:get_all to be performed.";
const CREATE = "Policy doesn't allow cluster:create to be performed.";

// api.md 13
describe.each(POLICY_GENERATIONS)("the %s defaults", (generation) => {
  const isNew = generation === "role-based";

  // api.md 4.2: a template of another project is not found before the rule is asked
  it.each<[token: string, seesLists: boolean, made: number]>([
    ["alice", true, 202],
    ["admin", true, 404],
    ["reader", true, isNew ? 403 : 202],
    ["no-role", !isNew, isNew ? 403 : 202],
    ["unscoped", false, 404],
    ["system", !isNew, 404],
    ["domain", !isNew, 404],
  ])("to a list and a create as %s", async (as, seesLists, made) => {
    const { call } = await bench(generation);
    const listed = await call("GET", "/v1/clusters", { as });
    expect(listed.status).toBe(seesLists ? 200 : 403);
    expect(listed.body.errors?.[0].detail).toBe(seesLists ? undefined : GET_ALL);
    const body = { name: "c2", cluster_template_id: "swarm" };
    const answer = await call("POST", "/v1/clusters", { as, body });
    expect(answer.status).toBe(made);
    expect(answer.body.errors?.[0].detail === CREATE).toBe(made === 403);
  });

  // api.md 4.7
  it("show an admin every project's clusters, and nobody else", async () => {
    const { call, uuid } = await bench(generation);
    for (const [as, status] of [
      ["alice", 200],
      ["admin", 200],
      ["mallory", 404],
    ] as const) {
      expect((await call("GET", `/v1/clusters/${uuid}`, { as })).status).toBe(status);
      const { body } = await call("GET", "/v1/clusters", { as });
      expect(body.clusters).toHaveLength(status === 200 ? 1 : 0);
    }
  });

  // api.md 6 and 13: bound to the user
  it("give certificates to the cluster's user", async () => {
    const { call, uuid } = await bench(generation);
    for (const [as, status] of [
      ["alice", 200],
      ["colleague", 403],
      ["mallory", 404],
    ] as const)
      expect((await call("GET", `/v1/certificates/${uuid}`, { as })).status).toBe(status);
  });

  it.each(["admin", "member", undefined])(
    "open nothing but its own certificates to a cluster's own user with the role %s",
    async (role) => {
      const { call, uuid, keystone, cluster, settle } = await bench(generation);
      const other = await cluster({ name: "c2" });
      await settle();
      const as = keystone.addTrustee(uuid, "wonderland");
      const token = keystone.tokens.get(as);
      if (!token) throw new Error("the fake Keystone lost a token");
      const roles = role === undefined ? [] : [role, "reader"];
      keystone.tokens.set(as, {
        ...token,
        project: { id: "wonderland" },
        roles: roles.map((name) => ({ name })),
      });

      expect((await call("GET", `/v1/certificates/${uuid}`, { as })).status).toBe(200);
      expect((await call("GET", `/v1/certificates/${other}`, { as })).status).toBe(403);
      const open: string[] = [];
      for (const ident of [uuid, other, "swarm", "wonderland"])
        for (const { method, path, name } of ROUTES) {
          const url = path.replaceAll(/:\w+/g, ident);
          if (url === `/v1/certificates/${uuid}` && method === "GET") continue;
          const bodies = [
            undefined,
            [{ op: "replace", path: "/node_count", value: 2 }],
            { node_count: 2 },
            { name: "c3", cluster_template_id: "swarm" },
            { name: "t3", coe: "swarm-mode", image_id: "debian", external_network_id: "public" },
            { cluster_uuid: other, csr: "x" },
          ];
          for (const body of method === "GET" || method === "DELETE" ? [undefined] : bodies) {
            const { status } = await call(method, url, { as, body });
            if (status < 400) open.push(`${name}: ${method} ${url}`);
            expect(status).toBeLessThan(500);
          }
        }
      expect(ROUTES.length).toBeGreaterThan(10);
      expect(open).toEqual([]);
      expect((await call("GET", `/v1/clusters/${uuid}`)).body.node_count).toBe(1);
    },
  );
});

describe("a policy file", () => {
  it("changes what a running server allows", async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), "policy-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "policy.yaml");
    let nowMs = 0;
    const { call } = serverBench({
      policy: policyFromFile({ path, clock: { now: () => new Date(nowMs) } }),
    });
    expect((await call("GET", "/v1/clusters")).status).toBe(200);
    writeFileSync(path, "cluster:get_all: rule:context_is_admin\n");
    expect((await call("GET", "/v1/clusters")).status).toBe(200);
    nowMs += 1000;
    expect(await call("GET", "/v1/clusters")).toMatchObject({
      status: 403,
      body: { errors: [{ status: 403, code: "client", detail: GET_ALL }] },
    });
    expect((await call("GET", "/v1/clusters", { as: "admin" })).status).toBe(200);
  });
});
