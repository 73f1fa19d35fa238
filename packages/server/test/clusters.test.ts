import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/clusters";

describe("clusters", () => {
  // api.md 4, POST 202 with the uuid alone; 4.1 fields
  it("are accepted, made and shown", async () => {
    const { call, template, settle } = serverBench();
    const templateUuid = await template({ labels: { colour: "red", size: "1" } });
    // clients.md 3: what the client always sends
    const created = await call("POST", PATH, {
      body: {
        cluster_template_id: "swarm",
        create_timeout: 60,
        discovery_url: null,
        keypair: null,
        master_count: 1,
        name: "c1",
        node_count: "2",
        labels: { colour: "blue" },
      },
    });
    expect(created.status).toBe(202);
    const { uuid } = created.body;
    expect(created.body).toEqual({ uuid });
    await settle();
    const shown = await call("GET", `${PATH}/c1`);
    expect(shown.body).toMatchObject({
      uuid,
      name: "c1",
      cluster_template_id: templateUuid,
      status: "CREATE_COMPLETE",
      node_count: 2,
      master_count: 1,
      cluster_id: `stack-${uuid}`,
      node_addresses: ["10.0.0.2"],
      master_addresses: ["10.0.0.1"],
      api_address: "tcp://10.0.0.1:2376",
      merge_labels: false,
      labels: { colour: "blue" },
      labels_overridden: { colour: "red" },
      labels_added: {},
      labels_skipped: { size: "1" },
      created_at: "2030-01-01T00:00:00+00:00",
      links: [
        { href: `http://api.example:9511${PATH}/${uuid}`, rel: "self" },
        { href: `http://api.example:9511/clusters/${uuid}`, rel: "bookmark" },
      ],
    });
    expect(shown.body).not.toHaveProperty("faults");
    expect(shown.body).not.toHaveProperty("stack_id");
    expect((await call("GET", `${PATH}/detail`)).body.clusters).toEqual([shown.body]);
  });

  // api.md 4.1, the column "in short list"
  it("are listed in short", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    await cluster();
    const [listed] = (await call("GET", PATH)).body.clusters;
    expect(Object.keys(listed).toSorted()).toEqual([
      "cluster_id",
      "cluster_template_id",
      "create_timeout",
      "docker_volume_size",
      "flavor_id",
      "health_status",
      "keypair",
      "labels",
      "links",
      "master_count",
      "master_flavor_id",
      "merge_labels",
      "name",
      "node_count",
      "status",
      "uuid",
    ]);
  });

  // api.md 1.2, 1.13
  it("have a stack_id until 1.12 and a cluster_id from 1.13 on", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    await cluster();
    for (const path of [PATH, `${PATH}/detail`]) {
      const { body } = await call("GET", path, { version: "container-infra 1.12" });
      expect(body.clusters[0]).toHaveProperty("stack_id");
      expect(body.clusters[0]).not.toHaveProperty("cluster_id");
    }
  });

  // api.md 4.1: faults only in GET one of a failed cluster
  it("say which node groups failed", async () => {
    const { call, template, cluster, settle, stacks } = serverBench();
    await template();
    stacks.failure = "no valid host";
    await cluster();
    await settle();
    const { body } = await call("GET", `${PATH}/c1`);
    expect(body.status).toBe("CREATE_FAILED");
    expect(body.faults).toEqual({
      "default-master": "no valid host",
      "default-worker": "no valid host",
    });
    expect((await call("GET", `${PATH}/detail`)).body.clusters[0]).not.toHaveProperty("faults");
  });

  // api.md 4.2 and 1.5
  it.each<[object, number, string]>([
    [
      { cluster_template_id: undefined },
      400,
      "Invalid input for field/attribute cluster_template_id. Value: 'None'. Mandatory field missing.",
    ],
    [
      { master_count: 0 },
      400,
      "Invalid input for field/attribute master_count. Value: '0'. Value should be greater or equal to 1",
    ],
    [{ node_count: -1 }, 400, "Value should be greater or equal to 0"],
    [{ name: "1c" }, 400, "Value should match the pattern ^[a-zA-Z][a-zA-Z0-9_.-]*$"],
    [{ name: "c".repeat(243) }, 400, "Value should have a maximum character requirement of 242"],
    [
      { stack_id: "x" },
      400,
      "Invalid input for field/attribute stack_id. Value: 'x'. Cannot set read only field.",
    ],
    [{ colour: "red" }, 400, "Unknown attribute for argument cluster: colour"],
    [{ cluster_template_id: "nothing" }, 404, "ClusterTemplate nothing could not be found."],
    [{ flavor_id: "huge" }, 400, "Unable to find flavor huge."],
    [{ fixed_network: "nowhere" }, 400, "Unable to find fixed network nowhere."],
    [{ keypair: "lost" }, 404, "Unable to find keypair lost."],
    [{ master_count: 3 }, 400, "master_count must be 1 when master_lb_enabled is False"],
    [{ status: "DRUNK" }, 400, "Value: 'DRUNK'. Value should be one of: "],
    [{ health_status: "DRUNK" }, 400, "Value should be one of: HEALTHY, UNHEALTHY, UNKNOWN"],
  ])("are refused with %j", async (wrong, status, text) => {
    const { call, template } = serverBench();
    await template();
    const body = { name: "c1", cluster_template_id: "swarm", ...wrong };
    const answer = await call("POST", PATH, { body });
    expect(answer.body.errors[0].detail).toContain(text);
    expect(answer.status).toBe(status);
    expect((await call("GET", PATH)).body.clusters).toEqual([]);
  });

  // api.md 4.2, step 2: 400 up to 1.9; step 6: no nodes need 1.10
  it("answer in the words of the version", async () => {
    const { call, template } = serverBench();
    await template();
    const old = { version: "container-infra 1.9" };
    const missing = { body: { cluster_template_id: "nothing", node_count: 0 } };
    expect((await call("POST", PATH, { ...missing, ...old })).status).toBe(400);
    expect((await call("POST", PATH, missing)).status).toBe(404);
    const empty = { body: { cluster_template_id: "swarm", node_count: 0 } };
    const refused = await call("POST", PATH, { ...empty, ...old });
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].detail).toBe(
      "Resizing a nodegroup to zero is not supported in the provided microversion.",
    );
    expect((await call("POST", PATH, empty)).status).toBe(202);
    // clients.md 6: the Tempest plug-in asks for no nodes without naming a version.
    expect((await call("POST", PATH, { ...empty, version: null })).status).toBe(202);
  });

  // api.md 3.4: a hidden template is for admins
  it("are made from a hidden template by admins only", async () => {
    const { call, template } = serverBench();
    await template({ name: "cellar", hidden: true, public: true }, { as: "admin" });
    const mine = await template();
    const hide = { body: [{ op: "replace", path: "/hidden", value: "True" }], as: "admin" };
    await call("PATCH", `/v1/clustertemplates/${mine}`, hide);
    const refused = await call("POST", PATH, { body: { cluster_template_id: mine } });
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe("Not authorized.");
    const cellar = { body: { cluster_template_id: "cellar" } };
    expect((await call("POST", PATH, cellar)).status).toBe(404);
    expect((await call("POST", PATH, { ...cellar, as: "admin" })).status).toBe(202);
  });

  // api.md 4.7: admins see every project's; 1.3: others 404
  it("belong to their project", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    const uuid = await cluster();
    for (const [method, path] of [
      ["GET", `${PATH}/${uuid}`],
      ["GET", `${PATH}/c1`],
      ["DELETE", `${PATH}/c1`],
      ["GET", `${PATH}?marker=${uuid}`],
    ] as const)
      expect((await call(method, path, { as: "mallory" })).status).toBe(404);
    expect((await call("GET", PATH, { as: "mallory" })).body.clusters).toEqual([]);
    expect((await call("GET", PATH, { as: "admin" })).body.clusters).toHaveLength(1);
    expect((await call("GET", `${PATH}/c1`, { as: "admin" })).status).toBe(200);
    const resize = { as: "admin", body: { node_count: 2 } };
    expect((await call("POST", `${PATH}/c1/actions/resize`, resize)).status).toBe(404);
    expect((await call("GET", PATH, { as: "unscoped" })).status).toBe(403);
  });

  // api.md 1.3: 409
  it("need the uuid when their name is not unique", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    await cluster();
    await cluster();
    const { status, body } = await call("GET", `${PATH}/c1`);
    expect(status).toBe(409);
    expect(body.errors[0].detail).toBe(
      "Multiple clusters exist with same name. Please use the cluster uuid instead.",
    );
  });

  // api.md 4.6 and lifecycle.md 1.2: any state
  it("are deleted", async () => {
    const { call, template, cluster, settle } = serverBench();
    await template();
    await cluster();
    const deleted = await call("DELETE", `${PATH}/c1`);
    expect(deleted).toMatchObject({ status: 204, text: "" });
    expect((await call("DELETE", `${PATH}/c1`)).status).toBe(204);
    await settle();
    expect((await call("GET", `${PATH}/c1`)).status).toBe(404);
    expect((await call("DELETE", `${PATH}/c1`)).status).toBe(404);
  });
});
