import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/clustertemplates";
const whole = {
  name: "t",
  coe: "swarm-mode",
  image_id: "debian",
  external_network_id: "public",
};

describe("cluster templates", () => {
  // api.md 3, POST 201 with Location; 3.1 response fields
  it("are created and shown whole", async () => {
    const { call } = serverBench();
    const created = await call("POST", PATH, {
      body: {
        ...whole,
        // clients.md 2: all keys, null where unset; clients.md 5: numbers and truth values as text
        flavor_id: null,
        labels: { size: 5, colour: true },
        docker_volume_size: "5",
        master_lb_enabled: "True",
        floating_ip_enabled: "no",
        tls_disabled: null,
        dns_nameserver: "8.8.8.8, 1.1.1.1",
      },
    });
    expect(created.status).toBe(201);
    expect(created.headers.location).toBe(`http://api.example:9511${PATH}/${created.body.uuid}`);
    expect(created.body).toMatchObject({
      name: "t",
      coe: "swarm-mode",
      labels: { size: "5", colour: "True" },
      docker_volume_size: 5,
      master_lb_enabled: true,
      floating_ip_enabled: false,
      tls_disabled: false,
      network_driver: "docker",
      cluster_distro: "debian",
      server_type: "vm",
      created_at: "2030-01-01T00:00:00+00:00",
      updated_at: null,
      project_id: "wonderland",
      user_id: "alice",
    });
    for (const name of ["t", created.body.uuid, created.body.uuid.toUpperCase()])
      expect(await call("GET", `${PATH}/${name}`)).toMatchObject({
        status: 200,
        body: created.body,
      });
    for (const list of [PATH, `${PATH}/detail`])
      expect((await call("GET", list)).body).toEqual({ clustertemplates: [created.body] });
  });

  // api.md 3.1: uuid in POST honoured, 409 if it exists; generated name
  it("take a uuid and make a name", async () => {
    const { call } = serverBench();
    const uuid = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";
    const body = { ...whole, name: null, uuid };
    const created = await call("POST", PATH, { body });
    expect(created.body.uuid).toBe(uuid);
    expect(created.body.name).toMatch(/^[a-z]+-\d+-template$/);
    const again = await call("POST", PATH, { body });
    expect(again.status).toBe(409);
    expect(again.body.errors[0].detail).toBe(`A ClusterTemplate with UUID ${uuid} already exists.`);
  });

  // api.md 1.5, body validation messages; 3.3 validators
  it.each<[object, string]>([
    [
      { coe: undefined },
      "Invalid input for field/attribute coe. Value: 'None'. Mandatory field missing.",
    ],
    [
      { coe: "nomad" },
      "Invalid input for field/attribute coe. Value: 'nomad'. Value should be one of: dcos, kubernetes, mesos, swarm, swarm-mode",
    ],
    [
      { name: "" },
      "Invalid input for field/attribute name. Value: ''. Value should have a minimum character requirement of 1",
    ],
    [{ name: "x".repeat(256) }, "Value should have a maximum character requirement of 255"],
    [{ name: 5 }, "Invalid input for field/attribute name. Value: '5'. Value should be string"],
    [
      { created_at: "now" },
      "Invalid input for field/attribute created_at. Value: 'now'. Cannot set read only field.",
    ],
    [{ apiserver_port: 80 }, "Value: '80'. Value should be greater or equal to 1024"],
    [{ apiserver_port: "65536" }, "Value: '65536'. Value should be lower or equal to 65535"],
    [{ docker_volume_size: "big" }, "invalid literal for int() with base 10: 'big'"],
    [
      { public: "maybe" },
      "Unrecognized value 'maybe', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'",
    ],
    [{ labels: "k=v" }, "Wrong type. Expected '<class 'dict'>', got '<class 'str'>'"],
    [
      { labels: { a: {} } },
      "Invalid input for field/attribute labels. Value: '{'a': {}}'. Wrong type. Expected '(<class 'str'>, (<class 'int'>,), <class 'bool'>, <class 'float'>)', got '<class 'dict'>'",
    ],
    [{ cluster_distro: 7 }, "field/attribute cluster_distro. Value: '7'. Value should be string"],
    [{ uuid: "x" }, "Expected a uuid but received x."],
    [
      { dns_nameserver: "8.8.8.8,x" },
      "Expected a single dns address or comma separated dns list, but received 8.8.8.8,x.",
    ],
    [{ zeta: 1, alpha: 2 }, "Unknown attributes for argument cluster_template: alpha, zeta"],
    [{ zeta: 1 }, "Unknown attribute for argument cluster_template: zeta"],
    [
      { network_driver: "x" },
      "Network driver type x is not supported, expecting a docker/flannel/unspecified network driver.",
    ],
    [
      { volume_driver: "cinder" },
      "Volume driver type cinder is not supported, expecting a rexray/unspecified volume driver.",
    ],
    [
      { docker_storage_driver: "devicemapper", docker_volume_size: 1 },
      "docker volume size 1 GB is not valid, expecting minimum value 3GB for devicemapper storage driver.",
    ],
    [{ coe: "dcos" }, "Cluster type (vm, debian, dcos) not supported."],
    [{ image_id: "nothing" }, "Image nothing could not be found."],
    [{ image_id: "bare" }, "Image bare doesn't contain os_distro field."],
    [{ image_id: "plan9" }, "Cluster type (vm, plan9, swarm-mode) not supported."],
    [{ flavor_id: "huge" }, "Unable to find flavor huge."],
    [{ external_network_id: "private" }, "Unable to find external network private."],
    [{ fixed_subnet: "nowhere" }, "Unable to find fixed subnet nowhere."],
  ])("are refused with %j", async (wrong, text) => {
    const { call } = serverBench();
    const { status, body } = await call("POST", PATH, { body: { ...whole, ...wrong } });
    expect(body.errors[0]).toMatchObject({ status: 400, code: "client" });
    expect(body.errors[0].detail).toContain(text);
    expect(status).toBe(400);
    expect((await call("GET", PATH)).body.clustertemplates).toEqual([]);
  });

  it("are refused when the body is no object", async () => {
    const { call } = serverBench();
    for (const body of ["[]", "null", "5", '"x"'])
      expect((await call("POST", PATH, { body })).status).toBe(400);
  });

  // api.md 3.3: several images of that name
  it("are refused when the image's name is not unique", async () => {
    const { call } = serverBench();
    expect((await call("POST", PATH, { body: { ...whole, image_id: "twin" } })).status).toBe(409);
  });

  // api.md 1.5: not authorized to publish
  it("are published by admins only, and then seen by all", async () => {
    const { call, template } = serverBench();
    const refused = await call("POST", PATH, { body: { ...whole, public: true } });
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe(
      "Not authorized to set public or hidden flag for cluster template.",
    );
    await template({ name: "open", public: true }, { as: "admin" });
    await template({ name: "hidden", public: true, hidden: true }, { as: "admin" });
    expect((await call("GET", `${PATH}/open`)).status).toBe(200);
    expect((await call("GET", `${PATH}/hidden`)).status).toBe(404);
    const foreign = await call("DELETE", `${PATH}/open`);
    expect(foreign.status).toBe(403);
    expect(foreign.body.errors[0].detail).toBe(
      "Policy doesn't allow clustertemplate:delete to be performed.",
    );
  });

  // api.md 1.3: outside the scope 404, never 403; several of a name 409
  it("belong to their project, and their names are not unique", async () => {
    const { call, template } = serverBench();
    await template();
    for (const method of ["GET", "DELETE"])
      expect((await call(method, `${PATH}/swarm`, { as: "mallory" })).status).toBe(404);
    expect((await call("GET", `${PATH}/swarm`, { as: "admin" })).status).toBe(200);
    await template();
    const twice = await call("GET", `${PATH}/swarm`);
    expect(twice.status).toBe(409);
    expect(twice.body.errors[0].detail).toBe(
      "Multiple ClusterTemplates exist with same name. Please use the ClusterTemplate uuid instead.",
    );
  });

  // api.md 3.5: DELETE while referenced
  it("stay while a cluster uses them", async () => {
    const { call, template, cluster, settle } = serverBench();
    const uuid = await template();
    await cluster();
    const refused = await call("DELETE", `${PATH}/${uuid}`);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].detail).toBe(
      `ClusterTemplate ${uuid} is referenced by one or multiple clusters.`,
    );
    await call("DELETE", "/v1/clusters/c1");
    await settle();
    expect((await call("DELETE", `${PATH}/${uuid}`)).status).toBe(204);
    expect((await call("GET", `${PATH}/${uuid}`)).status).toBe(404);
  });
});
