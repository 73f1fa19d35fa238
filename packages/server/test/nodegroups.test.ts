import { describe, expect, it } from "vitest";
import { nodeGroupBench, PATH, replace } from "./node-group-bench.ts";
import { serverBench } from "./server-bench.ts";

const BASE = "http://api.example:9511";
const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe("node groups", () => {
  // api.md 5, short list; 1.1, limits of a list
  it("are listed in short, the default ones first", async () => {
    const { call, uuid, add } = await nodeGroupBench();
    await add({ node_count: 3, min_node_count: 1, max_node_count: 4 });
    const { status, body } = await call("GET", `${PATH}/`);
    expect(status).toBe(200);
    const common = {
      uuid: UUID,
      image_id: "debian",
      min_node_count: 0,
      max_node_count: null,
      merge_labels: false,
    };
    expect(body).toEqual({
      nodegroups: [
        {
          ...common,
          name: "default-master",
          role: "master",
          node_count: 1,
          flavor_id: null,
          is_default: true,
          stack_id: `stack-${uuid}`,
          status: expect.stringMatching(/_COMPLETE$/),
        },
        {
          ...common,
          name: "default-worker",
          role: "worker",
          node_count: 2,
          flavor_id: "m1.small",
          is_default: true,
          stack_id: `stack-${uuid}`,
          status: expect.stringMatching(/_COMPLETE$/),
        },
        {
          ...common,
          name: "big",
          role: "worker",
          node_count: 3,
          flavor_id: "m1.small",
          is_default: false,
          stack_id: `stack-${body.nodegroups[2].uuid}`,
          status: "CREATE_COMPLETE",
        },
      ],
    });
  });

  // api.md 5, POST 202 with the whole object; 1.4, links; 4.1, differences of labels
  it("are added, made and shown", async () => {
    const { call, uuid, settle, show } = await nodeGroupBench();
    const created = await call("POST", PATH, {
      body: {
        name: "big",
        role: "gpu",
        node_count: "3",
        min_node_count: 1,
        max_node_count: 5,
        docker_volume_size: 8,
        labels: { colour: "blue" },
        node_labels: { disk: "ssd" },
        node_taints: [{ key: "gpu", effect: "NoSchedule" }],
      },
    });
    expect(created.status).toBe(202);
    expect(created.body).toMatchObject({ status: "CREATE_IN_PROGRESS", updated_at: null });
    expect((await call("GET", "/v1/clusters/c1")).body.status).toBe("UPDATE_IN_PROGRESS");
    await settle();
    const group = await show("big");
    expect(group).toEqual({
      uuid: created.body.uuid,
      name: "big",
      cluster_id: uuid,
      project_id: "wonderland",
      docker_volume_size: 8,
      labels: { colour: "blue" },
      labels_overridden: { colour: "red" },
      labels_added: {},
      labels_skipped: { size: "1" },
      links: [
        { href: `${BASE}/v1/clusters/${uuid}/nodegroups/${created.body.uuid}`, rel: "self" },
        { href: `${BASE}/clusters/${uuid}/nodegroups/${created.body.uuid}`, rel: "bookmark" },
      ],
      flavor_id: "m1.small",
      image_id: "debian",
      node_addresses: ["10.0.0.2"],
      node_count: 3,
      role: "gpu",
      min_node_count: 1,
      max_node_count: 5,
      is_default: false,
      stack_id: `stack-${created.body.uuid}`,
      status: "CREATE_COMPLETE",
      status_reason: "done",
      version: null,
      merge_labels: false,
      node_labels: { disk: "ssd" },
      node_taints: [{ key: "gpu", effect: "NoSchedule" }],
      created_at: created.body.created_at,
      updated_at: expect.any(String),
    });
    expect(await show(group.uuid)).toEqual(group);
    // api.md 4.1: the cluster counts every group
    expect((await call("GET", "/v1/clusters/c1")).body).toMatchObject({
      node_count: 5,
      status: "UPDATE_COMPLETE",
    });
  });

  // api.md 5, defaults of POST
  it("are like the cluster where nothing else is said", async () => {
    const { add, show } = await nodeGroupBench();
    const { body } = await add({ name: undefined });
    expect(body).toMatchObject({
      name: expect.stringMatching(/^[a-z]+-\d+-nodegroup$/),
      role: "worker",
      node_count: 1,
      min_node_count: 0,
      max_node_count: null,
      image_id: "debian",
      flavor_id: "m1.small",
      labels: { colour: "red", size: "1" },
      node_labels: {},
      node_taints: [],
    });
    await add({ name: "mixed", labels: { colour: "blue" }, merge_labels: true });
    expect((await show("mixed")).labels).toEqual({ colour: "blue", size: "1" });
  });

  // api.md 1.3
  it("are listed by role, in pages and in order", async () => {
    const { call, uuid, add } = await nodeGroupBench();
    await add({ role: "gpu" });
    await add({ name: "bigger", role: "gpu" });
    const names = async (query: string) => {
      const { body } = await call("GET", `${PATH}?${query}`);
      return body.nodegroups.map(({ name }: { name: string }) => name);
    };
    expect(await names("role=gpu")).toEqual(["big", "bigger"]);
    expect(await names("role=")).toHaveLength(4);
    expect(await names("role=nothing")).toEqual([]);
    expect(await names("sort_key=name&sort_dir=desc&limit=2")).toEqual([
      "default-worker",
      "default-master",
    ]);
    for (const constant of ["cluster_id", "project_id"])
      expect(await names(`sort_key=${constant}&sort_dir=desc`)).toEqual([
        "bigger",
        "big",
        "default-worker",
        "default-master",
      ]);
    const { body: first } = await call("GET", `${PATH}?role=gpu&limit=1`);
    expect(first.next).toBe(
      `${BASE}/v1/clusters/${uuid}/nodegroups?sort_key=id&sort_dir=asc&limit=1&marker=${first.nodegroups[0].uuid}&role=gpu`,
    );
    const { body: second } = await call("GET", first.next.slice(BASE.length));
    expect(second.nodegroups.map(({ name }: { name: string }) => name)).toEqual(["bigger"]);
  });

  // api.md 1.3
  it.each([
    ["limit=0", 400, "Limit must be positive"],
    ["sort_key=colour", 400, 'The sort_key value "colour" is an invalid field for sorting'],
    [
      "marker=x",
      400,
      "Invalid input for field/attribute marker. Value: 'x'. unable to convert to uuid. Error: Expected a uuid but received x.",
    ],
    [
      "marker=11111111-2222-4333-8444-555555555555",
      404,
      "Nodegroup 11111111-2222-4333-8444-555555555555 could not be found.",
    ],
    ["colour=red", 400, 'Unknown argument: "colour"'],
  ])("are not listed with %s", async (query, status, text) => {
    const { refusal } = await nodeGroupBench();
    expect(await refusal("GET", `${PATH}?${query}`)).toEqual([status, text]);
  });

  // api.md 5, POST checks
  it.each<[object, number, string]>([
    [{ colour: "red" }, 400, "Unknown attribute for argument nodegroup: colour"],
    [
      { name: "default-worker" },
      409,
      "A node group with name default-worker already exists in the cluster c1.",
    ],
    [{ role: "master" }, 400, "Creating master nodegroups is currently not supported."],
    [
      { min_node_count: 2 },
      409,
      "min_node_count for big is invalid (min_node_count (2) should be less or equal to node_count (1)).",
    ],
    [
      { node_count: 3, max_node_count: 2 },
      409,
      "max_node_count for big is invalid (node_count (3) should be less or equal to max_node_count (2)).",
    ],
    [
      { node_count: 3, min_node_count: 3, max_node_count: 2 },
      409,
      "max_node_count for big is invalid (min_node_count (3) should be less or equal to max_node_count (2)).",
    ],
    [
      { node_count: -1 },
      400,
      "Invalid input for field/attribute node_count. Value: '-1'. Value should be greater or equal to 0",
    ],
    [
      { docker_volume_size: 0 },
      400,
      "Invalid input for field/attribute docker_volume_size. Value: '0'. Value should be greater or equal to 1",
    ],
    [
      { name: "" },
      400,
      "Invalid input for field/attribute name. Value: ''. Value should have a minimum character requirement of 1",
    ],
    [
      { stack_id: "x" },
      400,
      "Invalid input for field/attribute stack_id. Value: 'x'. Cannot set read only field.",
    ],
    [
      { node_taints: [{ key: "gpu", effect: "Never" }] },
      409,
      "node_taints for big is invalid (the effect of the taint gpu should be one of: NoSchedule, PreferNoSchedule, NoExecute).",
    ],
    [
      { node_taints: [{ key: "gpu", effect: "NoSchedule", colour: "red" }] },
      409,
      "node_taints for big is invalid (a taint has no colour, only key, value, effect).",
    ],
  ])("are refused with %j", async (wrong, status, text) => {
    const { call, refusal } = await nodeGroupBench();
    const body = { name: "big", ...wrong };
    expect(await refusal("POST", PATH, { body })).toEqual([status, text]);
    expect((await call("GET", PATH)).body.nodegroups).toHaveLength(2);
  });

  // api.md 5: labels in Kubernetes' own domains
  it("do not get labels that belong to Kubernetes", async () => {
    const { refusal } = await nodeGroupBench();
    const body = { name: "big", node_labels: { "node-role.kubernetes.io/master": "" } };
    const [status, text] = await refusal("POST", PATH, { body });
    expect(status).toBe(409);
    expect(text).toContain("node_labels for big is invalid (the label node-role.kubernetes.io/");
  });

  // api.md 5: 409 until there is an API address; 1.5
  it("need a cluster that is there already", async () => {
    const { template, cluster, call } = serverBench();
    await template();
    await cluster();
    const { status, body } = await call("POST", PATH, { body: { name: "big" } });
    expect(status).toBe(409);
    expect(body.errors[0].detail).toBe("Cluster API address is not available yet");
  });

  // api.md 5, DELETE
  it("are deleted, but not the default ones", async () => {
    const { call, add, settle, refusal, stacks } = await nodeGroupBench();
    const { body: group } = await add();
    for (const name of ["default-worker", "default-master"])
      expect(await refusal("DELETE", `${PATH}/${name}`)).toEqual([
        400,
        "Deleting a default nodegroup is not supported.",
      ]);
    const deleted = await call("DELETE", `${PATH}/big`);
    expect(deleted).toMatchObject({ status: 204, text: "" });
    expect((await call("DELETE", `${PATH}/big`)).status).toBe(204);
    expect((await call("GET", `${PATH}/big`)).body.status).toBe("DELETE_IN_PROGRESS");
    await settle();
    expect(await refusal("GET", `${PATH}/big`)).toEqual([404, "Nodegroup big could not be found."]);
    expect(await refusal("DELETE", `${PATH}/big`)).toEqual([
      404,
      "Nodegroup big could not be found.",
    ]);
    expect(stacks.nodeCounts.has(group.uuid)).toBe(false);
    expect((await call("GET", "/v1/clusters/c1")).body).toMatchObject({
      status: "UPDATE_COMPLETE",
      node_count: 2,
    });
  });

  it("that could not be made say why", async () => {
    const { stacks, add, show, call } = await nodeGroupBench();
    stacks.failure = "no valid host";
    await add();
    expect(await show("big")).toMatchObject({
      status: "CREATE_FAILED",
      status_reason: "no valid host",
    });
    // api.md 4.1, faults by node group
    expect((await call("GET", "/v1/clusters/c1")).body.faults).toEqual({ big: "no valid host" });
  });

  // api.md 1.3
  it.each(["GET", "PATCH", "DELETE"])("that are not there answer 404 to %s", async (method) => {
    const { refusal } = await nodeGroupBench();
    const given = method === "PATCH" ? replace("/min_node_count", 0) : {};
    expect(await refusal(method, `${PATH}/gone`, given)).toEqual([
      404,
      "Nodegroup gone could not be found.",
    ]);
    expect(await refusal(method, "/v1/clusters/gone/nodegroups/big", given)).toEqual([
      404,
      "Cluster gone could not be found.",
    ]);
  });

  // api.md 4.7: an admin sees every project's, and changes the own project's only
  it("belong to their project", async () => {
    const { call, add } = await nodeGroupBench();
    await add();
    const reads = [PATH, `${PATH}/big`];
    const changes = [
      ["POST", PATH, { body: { name: "x" } }],
      ["PATCH", `${PATH}/big`, replace("/min_node_count", 0)],
      ["DELETE", `${PATH}/big`, {}],
    ] as const;
    for (const [as, status] of [
      ["colleague", 200],
      ["admin", 200],
      ["mallory", 404],
    ] as const)
      for (const url of reads) expect((await call("GET", url, { as })).status).toBe(status);
    for (const as of ["admin", "mallory"])
      for (const [method, url, given] of changes)
        expect((await call(method, url, { as, ...given })).status).toBe(404);
    expect((await call("DELETE", `${PATH}/big`, { as: "colleague" })).status).toBe(204);
  });

  // api.md 13: readers look, members change
  it("are for readers to see and for members to change", async () => {
    const { call, add, keystone, refusal } = await nodeGroupBench();
    await add();
    const colleague = keystone.tokens.get("colleague");
    if (!colleague) throw new Error("the fake Keystone lost a token");
    keystone.tokens.set("reader", { ...colleague, roles: [{ name: "reader" }] });
    const as = "reader";
    expect((await call("GET", PATH, { as })).status).toBe(200);
    expect((await call("GET", `${PATH}/big`, { as })).status).toBe(200);
    for (const [method, url, rule, given] of [
      ["POST", PATH, "create", { body: { name: "x" } }],
      ["PATCH", `${PATH}/big`, "update", replace("/min_node_count", 0)],
      ["DELETE", `${PATH}/big`, "delete", {}],
    ] as const)
      expect(await refusal(method, url, { as, ...given })).toEqual([
        403,
        `Policy doesn't allow nodegroup:${rule} to be performed.`,
      ]);
  });

  // api.md 1.2
  it("are there from 1.9 on", async () => {
    const { call, refusal } = await nodeGroupBench();
    const version = "container-infra 1.8";
    for (const [method, url, name] of [
      ["GET", PATH, "get_all"],
      ["POST", PATH, "post"],
      ["GET", `${PATH}/default-worker`, "get_one"],
      ["PATCH", `${PATH}/default-worker`, "patch"],
      ["DELETE", `${PATH}/default-worker`, "delete"],
    ] as const)
      expect(await refusal(method, url, { version })).toEqual([
        406,
        `Version 1.8 was requested but the requested API ${name} is not supported for this version.`,
      ]);
    expect((await call("GET", PATH, { version: "container-infra 1.9" })).status).toBe(200);
  });

  // api.md 1.2: labels and taints of nodes since 1.14
  it("have labels and taints for their nodes from 1.14 on", async () => {
    const { call, show, refusal } = await nodeGroupBench();
    const version = "container-infra 1.13";
    const { body } = await call("GET", `${PATH}/default-worker`, { version });
    const { node_labels: _labels, node_taints: _taints, ...older } = await show("default-worker");
    expect(body).toEqual(older);
    const wish = { body: { name: "big", node_labels: {}, node_taints: [] } };
    expect(await refusal("POST", PATH, { version, ...wish })).toEqual([
      400,
      "Unknown attributes for argument nodegroup: node_labels, node_taints",
    ]);
    const [status, text] = await refusal("PATCH", `${PATH}/default-worker`, {
      version,
      ...replace("/node_labels", "{}"),
    });
    expect(status).toBe(400);
    expect(text).toContain("can't replace a non-existent object 'node_labels'");
    // api.md 5: a group may begin without nodes, also before 1.10
    const empty = { version: "container-infra 1.9", body: { name: "big", node_count: 0 } };
    expect((await call("POST", PATH, empty)).status).toBe(202);
  });
});
