import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/baymodels";
const version = "container-infra 1.10";
const whole = {
  name: "m",
  coe: "swarm-mode",
  image_id: "debian",
  keypair_id: "testkey",
  external_network_id: "public",
};
const make = (body: object, as = "alice") => ({ body: { ...whole, ...body }, version, as });

// api.md 12
describe("baymodels", () => {
  it.each(["container-infra 1.1", "container-infra 1.10", null])(
    "are cluster templates under another name in %s",
    async (given) => {
      const { call } = serverBench();
      const created = await call("POST", PATH, { ...make({ labels: { a: "1" } }), version: given });
      expect(created.status).toBe(201);
      const { uuid } = created.body;
      const base = "http://api.example:9511";
      expect(created.headers.location).toBe(`${base}${PATH}/${uuid}`);
      expect(created.body.links).toEqual([
        { href: `${base}/v1/baymodels/${uuid}`, rel: "self" },
        { href: `${base}/baymodels/${uuid}`, rel: "bookmark" },
      ]);
      const template = (await call("GET", `/v1/clustertemplates/${uuid}`)).body;
      const { project_id, user_id, driver, ...same } = template;
      expect([project_id, user_id, driver]).toEqual(["wonderland", "alice", "fake"]);
      expect(created.body).toEqual({ ...same, links: created.body.links });
      expect((await call("GET", `${PATH}/m`, { version: given })).body).toEqual(created.body);
      for (const list of [PATH, `${PATH}/detail`])
        expect((await call("GET", list, { version: given })).body).toEqual({
          baymodels: [created.body],
        });
    },
  );

  it("make a name that ends with -model", async () => {
    const { call } = serverBench();
    const { body } = await call("POST", PATH, make({ name: null }));
    expect(body.name).toMatch(/^[a-z]+-\d+-model$/);
  });

  it("are paged", async () => {
    const { call } = serverBench();
    const first = await call("POST", PATH, make({}));
    await call("POST", PATH, make({ name: "n" }));
    const page = await call("GET", `${PATH}/detail?limit=1`, { version });
    expect(page.body.baymodels).toHaveLength(1);
    expect(page.body.next).toBe(
      `http://api.example:9511${PATH}/detail?sort_key=id&sort_dir=asc&limit=1&marker=${first.body.uuid}`,
    );
  });

  it.each<[object, number, string]>([
    [
      { keypair_id: undefined },
      400,
      "Invalid input for field/attribute keypair_id. Value: 'None'. Mandatory field missing.",
    ],
    [
      { dns_nameserver: "8.8.8.8,1.1.1.1" },
      400,
      "Invalid input for field/attribute dns_nameserver. Value: '8.8.8.8,1.1.1.1'. Value should be IPv4 format",
    ],
    [
      { labels: { a: 1 } },
      400,
      "Invalid input for field/attribute labels. Value: '{'a': 1}'. Wrong type. Expected '<class 'str'>', got '<class 'int'>'",
    ],
    [{ project_id: "x" }, 400, "Unknown attribute for argument baymodel: project_id"],
    [{ driver: "x", foo: 1 }, 400, "Unknown attributes for argument baymodel: driver, foo"],
    [{ image_id: "lost" }, 400, "Image lost could not be found."],
    [{ public: true }, 403, "Not authorized to set public or hidden flag for cluster template."],
  ])("are refused with %j", async (wrong, status, text) => {
    const { call } = serverBench();
    const refused = await call("POST", PATH, make(wrong));
    expect(refused.body.errors[0].detail).toBe(text);
    expect(refused.status).toBe(status);
  });

  it("can be patched, but keep their keypair", async () => {
    const { call } = serverBench();
    const { body: before } = await call("POST", PATH, make({}));
    const patch = (item: object) => call("PATCH", `${PATH}/m`, { version, body: [item] });
    const refused = await patch({ op: "remove", path: "/keypair_id" });
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].detail).toBe(
      "'/keypair_id' is a mandatory attribute and can not be removed",
    );
    const unknown = await patch({ op: "replace", path: "/driver", value: "fake" });
    expect(unknown.body.errors[0].detail).toContain("can't replace a non-existent object 'driver'");
    const changed = await patch({ op: "replace", path: "/labels", value: "{'k': 'v'}" });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({
      ...before,
      labels: { k: "v" },
      updated_at: "2030-01-01T00:00:00+00:00",
    });
  });

  it("are deleted where nothing uses them", async () => {
    const { call, cluster } = serverBench();
    await call("POST", PATH, make({}));
    await cluster({ cluster_template_id: "m" });
    expect((await call("DELETE", `${PATH}/m`, { version })).status).toBe(400);
    await call("POST", PATH, make({ name: "free" }));
    expect((await call("DELETE", `${PATH}/free`, { version })).status).toBe(204);
    const gone = await call("GET", `${PATH}/free`, { version });
    expect(gone.status).toBe(404);
    expect(gone.body.errors[0].detail).toBe("ClusterTemplate free could not be found.");
  });

  // api.md 13: baymodel:publish; there are no rules for all projects
  it("belong to their project, also for admins, unless they are public", async () => {
    const { call } = serverBench();
    await call("POST", PATH, make({}));
    await call("POST", PATH, make({ name: "open", public: true }, "admin"));
    for (const as of ["mallory", "admin"]) {
      expect((await call("GET", `${PATH}/m`, { version, as })).status).toBe(404);
      expect((await call("DELETE", `${PATH}/m`, { version, as })).status).toBe(404);
      expect((await call("PATCH", `${PATH}/m`, { version, as, body: [] })).status).toBe(404);
      const { body } = await call("GET", PATH, { version, as });
      expect(body.baymodels.map(({ name }: { name: string }) => name)).toEqual(["open"]);
    }
    const refused = await call("DELETE", `${PATH}/open`, { version });
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe(
      "Policy doesn't allow baymodel:delete to be performed.",
    );
  });

  it.each(["GET", "POST", "PUT"])("are gone from 1.11 on: %s", async (method) => {
    const { call } = serverBench();
    for (const given of ["container-infra 1.11", "container-infra latest"])
      for (const path of [PATH, `${PATH}/detail`, `${PATH}/m`])
        expect((await call(method, path, { version: given })).status).toBe(404);
  });
});
