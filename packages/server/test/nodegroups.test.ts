import { describe, expect, it } from "vitest";
import { nodeGroupBench, PATH, replace } from "./node-group-bench.ts";

const BASE = "http://api.example:9511";

describe("node groups", () => {
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
