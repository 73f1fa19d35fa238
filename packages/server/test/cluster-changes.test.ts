import { describe, expect, it } from "vitest";
import { createPolicy } from "../src/policy/create-policy.ts";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/clusters/c1";
const nodes = (value: unknown, op = "replace") => ({ body: [{ op, path: "/node_count", value }] });

async function complete(nodeCount = 2) {
  const bench = serverBench();
  await bench.template();
  await bench.cluster({ node_count: nodeCount });
  await bench.settle();
  return bench;
}

// api.md 4.3
describe("PATCH of a cluster", () => {
  it.each([3, "3"])("sets the number of nodes to %j", async (value) => {
    const { call, settle } = await complete();
    const { body: before } = await call("GET", PATH);
    const answer = await call("PATCH", `${PATH}/?rollback=True`, nodes(value));
    expect(answer).toMatchObject({ status: 202, body: { uuid: before.uuid } });
    expect((await call("GET", PATH)).body.status).toBe("UPDATE_IN_PROGRESS");
    await settle();
    expect((await call("GET", PATH)).body).toMatchObject({
      status: "UPDATE_COMPLETE",
      node_count: 3,
    });
  });

  it("goes back to one node when the number is removed", async () => {
    const { call, settle } = await complete();
    await call("PATCH", PATH, { body: [{ op: "remove", path: "/node_count" }] });
    await settle();
    expect((await call("GET", PATH)).body.node_count).toBe(1);
  });

  it("changes nothing where nothing is different", async () => {
    const { call } = await complete();
    expect((await call("PATCH", PATH, { body: [] })).status).toBe(202);
    expect((await call("PATCH", PATH, nodes(2))).status).toBe(202);
    expect((await call("GET", PATH)).body.status).toBe("CREATE_COMPLETE");
  });

  it.each<[object, string]>([
    [[{ op: "replace", path: "/name", value: "x" }], "cannot change cluster property(ies) name."],
    [
      [
        { op: "replace", path: "/name", value: "x" },
        { op: "replace", path: "/master_count", value: 3 },
      ],
      "cannot change cluster property(ies) master_count, name.",
    ],
    [[{ op: "add", path: "/labels/x", value: "y" }], "cannot change cluster property(ies) labels."],
    [
      [{ op: "replace", path: "/stack_id", value: "x" }],
      "'/stack_id' is an internal attribute and can not be updated",
    ],
    [
      [{ op: "remove", path: "/cluster_template_id" }],
      "'/cluster_template_id' is a mandatory attribute and can not be removed",
    ],
    [
      [{ op: "replace", path: "/node_count", value: "many" }],
      "invalid literal for int() with base 10: 'many'",
    ],
    [
      [{ op: "replace", path: "/node_count", value: -1 }],
      "Invalid input for field/attribute node_count. Value: '-1'. Value should be greater or equal to 0",
    ],
    [
      [{ op: "replace", path: "/health_status", value: "DRUNK" }],
      "Invalid input for field/attribute health_status. Value: 'DRUNK'. Value should be one of: HEALTHY, UNHEALTHY, UNKNOWN",
    ],
    [
      [{ op: "replace", path: "/health_status_reason", value: "{'a': 1}" }],
      "Invalid input for field/attribute health_status_reason. Value: '{'a': 1}'. Wrong type. Expected '<class 'str'>', got '<class 'int'>'",
    ],
    [
      [{ op: "replace", path: "/health_status_reason", value: "['a']" }],
      "Invalid input for field/attribute health_status_reason. Value: '['a']'. Wrong type. Expected '{<class 'str'>: <class 'str'>}', got '<class 'list'>'",
    ],
    [
      [{ op: "replace", path: "/health_status_reason", value: "down" }],
      "Couldn't apply patch '[{'path': '/health_status_reason', 'op': 'replace', 'value': 'down'}]'. Reason: malformed node or string",
    ],
    [
      [{ op: "replace", path: "/faults", value: "x" }],
      "Reason: can't replace a non-existent object 'faults'",
    ],
    [
      [
        { op: "replace", path: "/health_status", value: "HEALTHY" },
        { op: "replace", path: "/labels", value: "{'a': 'b'}" },
      ],
      "cannot change cluster property(ies) labels.",
    ],
    [{}, "Invalid input for field/attribute patch. Value: '{}'. Value not a valid list: {}"],
  ])("refuses %j", async (body, text) => {
    const { call } = await complete();
    const answer = await call("PATCH", PATH, { body });
    expect(answer.body.errors[0].detail).toContain(text);
    expect(answer.status).toBe(400);
  });

  it.each([
    ["owner", "alice"],
    ["admin", "admin"],
  ])("tells the cluster's health, in any status, by its %s", async (_, as) => {
    const { call, template, cluster } = serverBench();
    await template();
    await cluster();
    const report = [
      { op: "replace", path: "/health_status", value: "UNHEALTHY" },
      { op: "replace", path: "/health_status_reason", value: "{'api': 'down', 'node-0': 'up'}" },
    ];
    expect((await call("PATCH", PATH, { body: report, as })).status).toBe(202);
    const told = {
      health_status: "UNHEALTHY",
      health_status_reason: { api: "down", "node-0": "up" },
    };
    const { body } = await call("GET", PATH);
    expect(body).toMatchObject({ ...told, status: "CREATE_IN_PROGRESS" });
    const forget = [
      { op: "remove", path: "/health_status" },
      { op: "remove", path: "/health_status_reason/api" },
    ];
    await call("PATCH", PATH, { body: forget, as });
    expect((await call("GET", PATH)).body).toMatchObject({
      health_status: null,
      health_status_reason: { "node-0": "up" },
    });
  });

  // api.md 13: cluster:update_health_status is for admins, the cluster's user and its trustee
  it("tells no health by another member, who may change its size", async () => {
    const { call } = await complete();
    const report = { body: [{ op: "add", path: "/health_status", value: "HEALTHY" }] };
    const refused = await call("PATCH", PATH, { ...report, as: "colleague" });
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe(
      "Policy doesn't allow cluster:update_health_status to be performed.",
    );
    expect((await call("PATCH", PATH, { ...nodes(3), as: "colleague" })).status).toBe(202);
  });

  it("tells its health by its own user where the operator lets that one change it", async () => {
    const overrides = { "cluster:update": "rule:cluster_user or role:member" };
    const policy = createPolicy({ generation: "legacy", overrides });
    const { call, template, cluster, keystone } = serverBench({ policy });
    await template();
    const uuid = await cluster();
    const other = await cluster({ name: "c2" });
    const report = { body: [{ op: "add", path: "/health_status", value: "HEALTHY" }] };
    for (const [user, status] of [
      [uuid, 202],
      [other, 403],
    ] as const) {
      const as = keystone.addTrustee(user, "wonderland");
      expect((await call("PATCH", PATH, { ...report, as })).status).toBe(status);
    }
  });

  it("changes size and health at once", async () => {
    const { call, settle } = await complete();
    const health = { op: "add", path: "/health_status", value: "HEALTHY" };
    await call("PATCH", PATH, { body: [...nodes(3).body, health] });
    await settle();
    expect((await call("GET", PATH)).body).toMatchObject({
      node_count: 3,
      health_status: "HEALTHY",
      status: "UPDATE_COMPLETE",
    });
  });

  it("tells no health where the size is refused", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    await cluster();
    const health = { op: "add", path: "/health_status", value: "HEALTHY" };
    const refused = await call("PATCH", PATH, { body: [health, ...nodes(3).body] });
    expect(refused.status).toBe(400);
    expect((await call("GET", PATH)).body.health_status).toBeNull();
  });

  it("knows rollback from 1.3 and no nodes from 1.10 on", async () => {
    const { call } = await complete();
    const rollback = await call("PATCH", `${PATH}?rollback=True`, {
      ...nodes(3),
      version: "container-infra 1.2",
    });
    expect(rollback.status).toBe(400);
    expect(rollback.body.errors[0].detail).toBe('Unknown argument: "rollback"');
    const empty = await call("PATCH", PATH, { ...nodes(0), version: "container-infra 1.9" });
    expect(empty.status).toBe(400);
    expect((await call("PATCH", PATH, nodes(0))).status).toBe(202);
    expect((await call("PATCH", `${PATH}?rollback=maybe`, nodes(3))).status).toBe(400);
  });

  // lifecycle.md 1.2
  it("is refused in a status that does not allow it", async () => {
    const { call, template, cluster } = serverBench();
    await template();
    await cluster();
    const { status, body } = await call("PATCH", PATH, nodes(3));
    expect(status).toBe(400);
    expect(body.errors[0].detail).toMatch(
      /ing a cluster when status is "CREATE_IN_PROGRESS" is not supported\.$/,
    );
  });

  it("does not find what is not there", async () => {
    const { call } = await complete();
    expect((await call("PATCH", "/v1/clusters/none", nodes(3))).status).toBe(404);
    expect((await call("PATCH", PATH, { ...nodes(3), as: "mallory" })).status).toBe(404);
  });
});

// api.md 4.4
describe("resize", () => {
  const resize = `${PATH}/actions/resize`;

  it("sets the number of nodes of the default workers", async () => {
    const { call, settle } = await complete();
    const answer = await call("POST", resize, { body: { node_count: 4, nodes_to_remove: [] } });
    expect(answer.status).toBe(202);
    expect(Object.keys(answer.body)).toEqual(["uuid"]);
    await settle();
    expect((await call("GET", PATH)).body.node_count).toBe(4);
  });

  it.each<[object, number, string]>([
    [
      {},
      400,
      "Invalid input for field/attribute node_count. Value: 'None'. Mandatory field missing.",
    ],
    [
      { node_count: 1, nodes_to_remove: "x" },
      400,
      "Invalid input for field/attribute nodes_to_remove. Value: 'x'.",
    ],
    [{ node_count: 1, nodegroup: "none" }, 404, "Nodegroup none could not be found."],
    [
      { node_count: 3, nodegroup: "default-master" },
      400,
      "Resizing the master nodegroup is not supported by this driver.",
    ],
  ])("refuses %j", async (body, status, text) => {
    const { call } = await complete();
    const answer = await call("POST", resize, { body });
    expect(answer.body.errors[0].detail).toContain(text);
    expect(answer.status).toBe(status);
  });

  it("to nothing needs 1.10", async () => {
    const { call } = await complete();
    const none = { body: { node_count: 0 } };
    const old = await call("POST", resize, { ...none, version: "container-infra 1.9" });
    expect(old.status).toBe(400);
    expect((await call("POST", resize, none)).status).toBe(202);
  });
});
