import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/clustertemplates";
type Item = readonly [op: string, path: string, value?: unknown];
const patch = (...items: readonly Item[]) => ({
  body: items.map(([op, path, value]) => ({
    op,
    path,
    ...(value === undefined ? {} : { value }),
  })),
});

async function withTemplate(body: object = {}) {
  const bench = serverBench();
  const uuid = await bench.template({ labels: { colour: "red" }, keypair_id: "testkey", ...body });
  bench.advance(1000);
  const path = `${PATH}/${uuid}`;
  return { ...bench, uuid, path, before: (await bench.call("GET", path)).body };
}

// api.md 3.5
describe("PATCH of a cluster template", () => {
  it.each<[string, readonly Item[], object]>([
    ["replaces", [["replace", "/name", "new"]], { name: "new" }],
    ["adds what is null", [["add", "/http_proxy", "http://p"]], { http_proxy: "http://p" }],
    ["removes", [["remove", "/keypair_id"]], { keypair_id: null }],
    ["sets defaults for what is removed", [["remove", "/floating_ip_enabled"]], {}],
    [
      "reads labels as Python writes them",
      [["replace", "/labels", "{'a': 'b', 'n': 3, 't': True, 'f': 1.5}"]],
      { labels: { a: "b", n: "3", t: "True", f: "1.5" } },
    ],
    [
      "changes one label",
      [
        ["add", "/labels/size", 5],
        ["replace", "/labels/colour", "blue"],
      ],
      { labels: { colour: "blue", size: "5" } },
    ],
    ["removes one label", [["remove", "/labels/colour"]], { labels: {} }],
    ["removes all labels", [["remove", "/labels"]], { labels: {} }],
    [
      // clients.md 5: Horizon turns every value to text
      "takes numbers and truth values in text",
      [
        ["replace", "/docker_volume_size", "5"],
        ["replace", "/apiserver_port", "2000"],
        ["replace", "/tls_disabled", "True"],
        ["replace", "/master_lb_enabled", "1"],
        ["replace", "/floating_ip_enabled", "no"],
      ],
      {
        docker_volume_size: 5,
        apiserver_port: 2000,
        tls_disabled: true,
        master_lb_enabled: true,
        floating_ip_enabled: false,
      },
    ],
    [
      "applies item by item",
      [
        ["replace", "/name", "a"],
        ["replace", "/name", "b"],
      ],
      { name: "b" },
    ],
    ["keeps the distribution that the image has", [["replace", "/cluster_distro", "z"]], {}],
    ["does not look for keypairs", [["replace", "/keypair_id", "lost"]], { keypair_id: "lost" }],
    [
      "takes several name servers",
      [["replace", "/dns_nameserver", "8.8.8.8,1.1.1.1"]],
      {
        dns_nameserver: "8.8.8.8,1.1.1.1",
      },
    ],
    ["may do nothing", [], {}],
  ])("%s", async (_, items, changed) => {
    const { call, path, before } = await withTemplate();
    const answer = await call("PATCH", path, patch(...items));
    expect(answer.body).toEqual({
      ...before,
      ...changed,
      updated_at: Object.keys(changed).length > 0 ? "2030-01-01T00:00:01+00:00" : null,
    });
    expect(answer.status).toBe(200);
    expect((await call("GET", path)).body).toEqual(answer.body);
  });

  it("makes a new name for one that was removed", async () => {
    const { call, path } = await withTemplate();
    const { body } = await call("PATCH", path, patch(["remove", "/name"]));
    expect(body.name).toMatch(/^[a-z]+-\d+-template$/);
  });

  it("follows another image's distribution, which a driver has to provide", async () => {
    const { call, path } = await withTemplate();
    const answer = await call("PATCH", path, patch(["replace", "/image_id", "plan9"]));
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].detail).toBe(
      "Cluster type (vm, plan9, swarm-mode) not supported.",
    );
  });

  it.each<[Item, string]>([
    [["remove", "/coe"], "'/coe' is a mandatory attribute and can not be removed"],
    [["remove", "/image_id"], "'/image_id' is a mandatory attribute and can not be removed"],
    [["remove", "/network_driver"], "is a mandatory attribute and can not be removed"],
    [["remove", "/external_network_id"], "is a mandatory attribute and can not be removed"],
    [["remove", "/tls_disabled"], "is a mandatory attribute and can not be removed"],
    [["remove", "/public"], "is a mandatory attribute and can not be removed"],
    [["remove", "/server_type"], "is a mandatory attribute and can not be removed"],
    [["remove", "/registry_enabled"], "is a mandatory attribute and can not be removed"],
    [["remove", "/cluster_distro"], "is a mandatory attribute and can not be removed"],
    [["remove", "/hidden"], "is a mandatory attribute and can not be removed"],
    [["replace", "/uuid", "x"], "'/uuid' is an internal attribute and can not be updated"],
    [["remove", "/links"], "'/links' is an internal attribute and can not be updated"],
    [["replace", "/project_id", "x"], "'/project_id' is an internal attribute"],
    [["replace", "/created_at", "x"], "'/created_at' is an internal attribute"],
    [["add", "/colour", "red"], "Adding a new attribute /colour to the root of the resource"],
    [["add", "/name", "x"], "The attribute /name has existed, please use 'replace' operation"],
    [["replace", "/colour", "red"], "Reason: can't replace a non-existent object 'colour'"],
    [["remove", "/labels/size"], "Reason: can't remove a non-existent object 'size'"],
    [["replace", "/labels", "k=v"], "Couldn't apply patch '[{'path': '/labels', 'op': 'replace'"],
    [["replace", "/labels", "['k']"], "field/attribute labels. Value: '['k']'. Wrong type."],
    [["replace", "/labels", "{'k': None}"], "field/attribute labels. Value: '{'k': None}'."],
    [["replace", "/labels", "{'k': [1]}"], "field/attribute labels. Value: '{'k': [1]}'."],
    [["replace", "/name", ""], "Value should have a minimum character requirement of 1"],
    [["replace", "/name", 5], "field/attribute name. Value: '5'. Value should be string"],
    [["replace", "/coe", "nomad"], "field/attribute coe. Value: 'nomad'. Value should be one of:"],
    [["replace", "/apiserver_port", "99"], "Value: '99'. Value should be greater or equal to 1024"],
    [["replace", "/tls_disabled", "maybe"], "Unrecognized value 'maybe', acceptable values are:"],
    [["replace", "/dns_nameserver", "z"], "Expected a single dns address or comma separated dns"],
    [["replace", "/network_driver", "x"], "Network driver type x is not supported, expecting a"],
    [["replace", "/volume_driver", "cinder"], "Volume driver type cinder is not supported"],
    [["replace", "/image_id", "lost"], "Image lost could not be found."],
    [["replace", "/image_id", "bare"], "Image bare doesn't contain os_distro field."],
    [["replace", "/flavor_id", "huge"], "Unable to find flavor huge."],
    [["replace", "/external_network_id", "private"], "Unable to find external network private."],
    [["replace", "/fixed_subnet", "lost"], "Unable to find fixed subnet lost."],
  ])("is refused with %j", async (item, text) => {
    const { call, path, before } = await withTemplate();
    const { status, body } = await call("PATCH", path, patch(item));
    expect(body.errors[0].detail).toContain(text);
    expect(status).toBe(400);
    expect((await call("GET", path)).body).toEqual(before);
  });

  // api.md 1.5, 3.5: a changed public or hidden needs publish
  it("is published by admins only, also what belongs to others", async () => {
    const { call, path } = await withTemplate();
    for (const attribute of ["/public", "/hidden"]) {
      const refused = await call("PATCH", path, patch(["replace", attribute, "True"]));
      expect(refused.status).toBe(403);
      expect(refused.body.errors[0].detail).toBe(
        "Not authorized to set public or hidden flag for cluster template.",
      );
    }
    expect((await call("PATCH", path, patch(["replace", "/public", "False"]))).status).toBe(200);
    const published = await call("PATCH", path, {
      ...patch(["replace", "/public", true]),
      as: "admin",
    });
    expect(published.body).toMatchObject({ public: true, project_id: "wonderland" });
    const foreign = await call("PATCH", path, {
      ...patch(["replace", "/name", "x"]),
      as: "mallory",
    });
    expect(foreign.status).toBe(403);
    expect(foreign.body.errors[0].detail).toBe(
      "Policy doesn't allow clustertemplate:update to be performed.",
    );
  });

  // api.md 1.3: outside the scope 404
  it("does not find what is not there", async () => {
    const { call, path } = await withTemplate();
    expect((await call("PATCH", path, { body: [], as: "mallory" })).status).toBe(404);
    const none = await call("PATCH", `${PATH}/none`, { body: [] });
    expect(none.status).toBe(404);
    expect(none.body.errors[0].detail).toBe("ClusterTemplate none could not be found.");
  });

  it("may be made by the project's other members", async () => {
    const { call, path } = await withTemplate();
    const answer = await call("PATCH", path, {
      ...patch(["replace", "/tags", "a,b"]),
      as: "colleague",
    });
    expect(answer).toMatchObject({ status: 200, body: { tags: "a,b", user_id: "alice" } });
  });

  // api.md 3.5: in use by any cluster
  it("leaves what clusters use as it is, but for name, tags and who sees it", async () => {
    const { call, path, uuid, cluster } = await withTemplate();
    await cluster();
    const refused = `ClusterTemplate ${uuid} is referenced by one or multiple clusters.`;
    for (const items of [
      [
        ["replace", "/flavor_id", "m1.small"],
        ["replace", "/tls_disabled", "True"],
      ],
      [
        ["replace", "/name", "n"],
        ["replace", "/tags", "t"],
      ],
      [["remove", "/keypair_id"]],
    ] as const) {
      const { status, body } = await call("PATCH", path, patch(...items));
      expect(body.errors[0].detail).toBe(refused);
      expect(status).toBe(400);
    }
    expect((await call("PATCH", path, patch(["replace", "/name", "n"]))).status).toBe(200);
    expect((await call("PATCH", path, patch(["replace", "/tags", "t"]))).status).toBe(200);
    for (const attribute of ["/hidden", "/public"]) {
      const change = { ...patch(["replace", attribute, "True"]), as: "admin" };
      expect((await call("PATCH", path, change)).status).toBe(200);
    }
    expect((await call("PATCH", path, patch(["remove", "/tags"]))).status).toBe(400);
  });
});
