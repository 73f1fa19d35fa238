import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/bays";
const BAY = `${PATH}/b1`;
const oldest = "container-infra 1.1";
const version = "container-infra 1.10";
const nodes = (value: unknown) => [{ op: "replace", path: "/node_count", value }];

async function withModel() {
  const bench = serverBench();
  const model = await bench.template({ name: "model", keypair_id: "testkey" });
  const make = (body: object = {}, given: string | null = version) =>
    bench.call("POST", PATH, {
      body: { name: "b1", baymodel_id: "model", ...body },
      version: given,
    });
  return { ...bench, model, make };
}

async function withBay(body: object = {}) {
  const bench = await withModel();
  await bench.make(body);
  await bench.settle();
  return bench;
}

// api.md 12
describe("bays", () => {
  it.each([oldest, null])("are created whole in %s", async (given) => {
    const { call, make, model } = await withModel();
    const created = await make({ bay_create_timeout: 7, node_count: "2" }, given);
    expect(created.status).toBe(201);
    const { uuid } = created.body;
    const base = "http://api.example:9511";
    expect(created.headers.location).toBe(`${base}${PATH}/${uuid}`);
    expect(created.body).toEqual({
      uuid: expect.any(String),
      name: "b1",
      baymodel_id: model,
      node_count: 2,
      master_count: 1,
      docker_volume_size: null,
      labels: {},
      master_flavor_id: null,
      flavor_id: "m1.small",
      bay_create_timeout: 7,
      stack_id: null,
      status: "CREATE_IN_PROGRESS",
      status_reason: null,
      discovery_url: null,
      api_address: null,
      coe_version: null,
      container_version: "1.0",
      node_addresses: [],
      master_addresses: [],
      fixed_network: null,
      fixed_subnet: null,
      floating_ip_enabled: true,
      master_lb_enabled: false,
      created_at: "2030-01-01T00:00:00+00:00",
      updated_at: null,
      links: [
        { href: `${base}/v1/bays/${uuid}`, rel: "self" },
        { href: `${base}/bays/${uuid}`, rel: "bookmark" },
      ],
    });
    const cluster = (await call("GET", `/v1/clusters/${uuid}`)).body;
    expect(cluster).toMatchObject({ name: "b1", create_timeout: 7, keypair: "testkey" });
  });

  it.each(["container-infra 1.2", version])(
    "are created behind the answer in %s",
    async (given) => {
      const { call, make } = await withModel();
      const created = await make({ name: undefined }, given);
      expect(created.status).toBe(202);
      expect(Object.keys(created.body)).toEqual(["uuid"]);
      const { body } = await call("GET", `${PATH}/${created.body.uuid}`, { version: given });
      expect(body.name).toMatch(/^[a-z]+-\d+-bay$/);
    },
  );

  it("are shown, listed and paged", async () => {
    const { call, make } = await withBay();
    const { body } = await call("GET", BAY, { version });
    expect(body).toMatchObject({
      status: "CREATE_COMPLETE",
      node_addresses: ["10.0.0.2"],
      master_addresses: ["10.0.0.1"],
      api_address: "tcp://10.0.0.1:2376",
    });
    expect(body.stack_id).toMatch(/^stack-/);
    expect(body).not.toHaveProperty("bay_faults");
    expect((await call("GET", `${PATH}/detail`, { version })).body).toEqual({ bays: [body] });
    const short = (await call("GET", PATH, { version })).body.bays[0];
    expect(body).toMatchObject(short);
    expect(Object.keys(short).toSorted()).toEqual([
      "bay_create_timeout",
      "baymodel_id",
      "docker_volume_size",
      "flavor_id",
      "floating_ip_enabled",
      "labels",
      "links",
      "master_count",
      "master_flavor_id",
      "name",
      "node_count",
      "stack_id",
      "status",
      "uuid",
    ]);
    await make({ name: "b2" });
    const page = await call("GET", `${PATH}/detail?limit=1&sort_key=name&sort_dir=desc`, {
      version,
    });
    expect(page.body.bays.map(({ name }: { name: string }) => name)).toEqual(["b2"]);
    expect(page.body.next).toMatch(
      /\/v1\/bays\/detail\?sort_key=name&sort_dir=desc&limit=1&marker=[0-9a-f-]{36}$/,
    );
  });

  it("say why they failed", async () => {
    const { call, make, stacks, settle } = await withModel();
    stacks.failure = "no valid host";
    await make();
    await settle();
    const { body } = await call("GET", BAY, { version: oldest });
    expect(body.status).toBe("CREATE_FAILED");
    expect(body.bay_faults["default-worker"]).toContain("no valid host");
  });

  it.each<[object, number, string]>([
    [
      { baymodel_id: undefined },
      400,
      "Invalid input for field/attribute baymodel_id. Value: 'None'. Mandatory field missing.",
    ],
    [{ baymodel_id: "none" }, 400, "ClusterTemplate none could not be found."],
    [{ node_count: 0 }, 400, "Value: '0'. Value should be greater or equal to 1"],
    [{ bay_create_timeout: -3 }, 400, "field/attribute bay_create_timeout. Value: '-3'."],
    [{ name: "1" }, 400, "Value should match the pattern ^[a-zA-Z][a-zA-Z0-9_.-]*$"],
    [{ stack_id: "3" }, 400, "field/attribute stack_id. Value: '3'. Cannot set read only field."],
    [{ create_timeout: 3 }, 400, "Unknown attribute for argument bay: create_timeout"],
    [
      { cluster_template_id: "x", keypair: "testkey" },
      400,
      "Unknown attributes for argument bay: cluster_template_id, keypair",
    ],
    [{ project_id: "x" }, 400, "Unknown attribute for argument bay: project_id"],
    [{ merge_labels: true }, 400, "Unknown attribute for argument bay: merge_labels"],
    [{ flavor_id: "huge" }, 400, "Unable to find flavor huge."],
    [{ master_count: 3 }, 400, "master_count must be 1 when master_lb_enabled is False"],
  ])("are refused with %j, in every microversion", async (wrong, status, text) => {
    const { make } = await withModel();
    for (const given of [oldest, version]) {
      const refused = await make(wrong, given);
      expect(refused.body.errors[0].detail).toContain(text);
      expect(refused.status).toBe(status);
    }
  });

  it("change their size: whole in 1.1, behind the answer from 1.2, with rollback from 1.3", async () => {
    const { call, settle } = await withBay();
    const whole = await call("PATCH", BAY, { body: nodes(2), version: oldest });
    expect(whole).toMatchObject({
      status: 200,
      body: { name: "b1", status: "UPDATE_IN_PROGRESS" },
    });
    await settle();
    const second = "container-infra 1.2";
    const accepted = await call("PATCH", BAY, { body: nodes("3"), version: second });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({ uuid: whole.body.uuid });
    await settle();
    const back = `${BAY}?rollback=True`;
    const early = await call("PATCH", back, { body: nodes(4), version: second });
    expect(early.body.errors[0].detail).toBe('Unknown argument: "rollback"');
    const third = await call("PATCH", back, { body: nodes(4), version: "container-infra 1.3" });
    expect(third.status).toBe(202);
    await settle();
    expect((await call("GET", BAY, { version })).body.node_count).toBe(4);
    expect((await call("PATCH", BAY, { body: [], version: oldest })).body.node_count).toBe(4);
  });

  it.each<[object, string]>([
    [{ op: "replace", path: "/name", value: "x" }, "cannot change cluster property(ies) name."],
    [
      { op: "replace", path: "/create_timeout", value: 9 },
      "cannot change cluster property(ies) create_timeout.",
    ],
    [
      { op: "replace", path: "/health_status", value: "HEALTHY" },
      "cannot change cluster property(ies) health_status.",
    ],
    [
      { op: "replace", path: "/bay_create_timeout", value: 9 },
      "can't replace a non-existent object 'bay_create_timeout'",
    ],
    [
      { op: "remove", path: "/baymodel_id" },
      "'/baymodel_id' is a mandatory attribute and can not be removed",
    ],
    [
      { op: "replace", path: "/stack_id", value: "x" },
      "'/stack_id' is an internal attribute and can not be updated",
    ],
    [
      { op: "replace", path: "/node_count", value: 0 },
      "Invalid input for field/attribute node_count. Value: '0'. Value should be greater or equal to 1",
    ],
  ])("do not change with %j", async (item, text) => {
    const { call } = await withBay();
    const refused = await call("PATCH", BAY, { body: [item], version });
    expect(refused.body.errors[0].detail).toContain(text);
    expect(refused.status).toBe(400);
  });

  it.each([oldest, version])("are deleted in %s", async (given) => {
    const { call, settle } = await withBay();
    expect((await call("DELETE", BAY, { version: given })).status).toBe(204);
    await settle();
    const gone = await call("GET", BAY, { version: given });
    expect(gone.status).toBe(404);
    expect(gone.body.errors[0].detail).toBe("Cluster b1 could not be found.");
    expect((await call("DELETE", BAY, { version: given })).status).toBe(404);
  });

  // api.md 1.3, 12: the caller's project only
  it("belong to their project, also for admins", async () => {
    const { call } = await withBay();
    for (const as of ["mallory", "admin"]) {
      for (const method of ["GET", "DELETE"])
        expect((await call(method, BAY, { as, version })).status).toBe(404);
      expect((await call("PATCH", BAY, { as, version, body: nodes(2) })).status).toBe(404);
      expect((await call("GET", PATH, { as, version })).body).toEqual({ bays: [] });
    }
    expect((await call("GET", BAY, { version, as: "colleague" })).status).toBe(200);
  });

  it("of the same name are told apart by uuid", async () => {
    const { call, make } = await withBay();
    await make();
    const twice = await call("GET", BAY, { version });
    expect(twice.status).toBe(409);
    expect(twice.body.errors[0].detail).toBe(
      "Multiple clusters exist with same name. Please use the cluster uuid instead.",
    );
  });

  it.each(["GET", "POST", "PATCH", "PUT"])("are gone from 1.11 on: %s", async (method) => {
    const { call } = await withBay();
    for (const given of ["container-infra 1.11", "container-infra latest"])
      for (const path of [PATH, `${PATH}/detail`, BAY])
        expect((await call(method, path, { version: given })).status).toBe(404);
  });

  // api.md 2: bays, baymodels (until 17.0)
  it("stand in the v1 document where the microversion has them", async () => {
    const { call } = serverBench();
    for (const given of [null, version]) {
      const { body } = await call("GET", "/v1", { version: given });
      expect(body.bays).toEqual([
        { href: "http://api.example:9511/v1/bays/", rel: "self" },
        { href: "http://api.example:9511/bays/", rel: "bookmark" },
      ]);
      expect(body).toHaveProperty("baymodels");
    }
    const { body } = await call("GET", "/v1", { version: "container-infra 1.11" });
    expect(body).not.toHaveProperty("bays");
    expect(body).not.toHaveProperty("baymodels");
    expect(body).toHaveProperty("clusters");
  });
});
