import { describe, expect, it } from "vitest";
import { nodeGroupBench, PATH, replace } from "./node-group-bench.ts";

describe("node groups that are there", () => {
  // api.md 5, PATCH; 3.5, literals
  it("get other limits, labels and taints", async () => {
    const { call, add, show } = await nodeGroupBench();
    await add({ node_count: 2 });
    const { body: before } = await call("GET", `${PATH}/big`);
    const answer = await call("PATCH", `${PATH}/big`, {
      body: [
        { op: "replace", path: "/min_node_count", value: "1" },
        { op: "add", path: "/max_node_count", value: 4 },
        { op: "add", path: "/node_labels", value: "{'disk': 'ssd', 'rack': 7}" },
        {
          op: "replace",
          path: "/node_taints",
          value: "[{'key': 'gpu', 'value': None, 'effect': 'NoExecute'}]",
        },
      ],
    });
    expect(answer.status).toBe(202);
    const after = {
      ...before,
      min_node_count: 1,
      max_node_count: 4,
      node_labels: { disk: "ssd", rack: "7" },
      node_taints: [{ key: "gpu", effect: "NoExecute" }],
      updated_at: expect.any(String),
    };
    expect(answer.body).toEqual(after);
    expect(await show("big")).toEqual(after);
    await call("PATCH", `${PATH}/big`, {
      body: ["min_node_count", "max_node_count", "node_labels", "node_taints"].map((name) => ({
        op: "remove",
        path: `/${name}`,
      })),
    });
    expect(await show("big")).toEqual({ ...before, updated_at: expect.any(String) });
  });

  it("stay as they are where a patch changes nothing", async () => {
    const { call, show } = await nodeGroupBench();
    const before = await show("default-worker");
    for (const body of [[], [{ op: "replace", path: "/min_node_count", value: 0 }]]) {
      const { status, body: after } = await call("PATCH", `${PATH}/default-worker`, { body });
      expect(status).toBe(202);
      expect(after).toEqual(before);
    }
  });

  // api.md 5, PATCH
  it.each<[string, unknown, number, string]>([
    ["/name", "x", 400, "'/name' is an internal attribute and can not be updated"],
    ["/node_count", 2, 400, "'/node_count' is an internal attribute and can not be updated"],
    [
      "/colour",
      "red",
      400,
      "Couldn't apply patch '[{'path': '/colour', 'op': 'replace', 'value': 'red'}]'. Reason: can't replace a non-existent object 'colour'",
    ],
    [
      "/min_node_count",
      5,
      409,
      "min_node_count for default-worker is invalid (min_node_count (5) should be less or equal to node_count (2)).",
    ],
    [
      "/max_node_count",
      1,
      409,
      "max_node_count for default-worker is invalid (node_count (2) should be less or equal to max_node_count (1)).",
    ],
    [
      "/min_node_count",
      -1,
      400,
      "Invalid input for field/attribute min_node_count. Value: '-1'. Value should be greater or equal to 0",
    ],
    [
      "/max_node_count",
      "many",
      400,
      "Invalid input for field/attribute max_node_count. Value: 'many'. invalid literal for int() with base 10: 'many'",
    ],
    [
      "/node_taints",
      "['x']",
      409,
      "node_taints for default-worker is invalid (a taint is an object with key, value and effect).",
    ],
    [
      "/node_taints",
      "'x'",
      400,
      "Invalid input for field/attribute node_taints. Value: 'x'. Value not a valid list: x",
    ],
  ])("do not get %s %j", async (path, value, status, text) => {
    const { show, refusal } = await nodeGroupBench();
    const before = await show("default-worker");
    const asked = await refusal("PATCH", `${PATH}/default-worker`, replace(path, value));
    expect(asked).toEqual([status, text]);
    expect(await show("default-worker")).toEqual(before);
  });

  // api.md 5: 409 on masters
  it("of masters get neither labels nor taints", async () => {
    const { refusal } = await nodeGroupBench();
    for (const [name, value] of [
      ["node_labels", "{'disk': 'ssd'}"],
      ["node_taints", "[{'key': 'gpu', 'effect': 'NoSchedule'}]"],
    ] as const)
      expect(await refusal("PATCH", `${PATH}/default-master`, replace(`/${name}`, value))).toEqual([
        409,
        `${name} for default-master is invalid (masters carry none).`,
      ]);
  });

  // As in Magnum 15: 0 counts as none.
  it("with at most 0 nodes have no limit", async () => {
    const { call } = await nodeGroupBench();
    const limited = await call("PATCH", `${PATH}/default-worker`, replace("/max_node_count", 0));
    expect(limited).toMatchObject({ status: 202, body: { max_node_count: 0, node_count: 2 } });
    const body = { node_count: 9 };
    expect((await call("POST", "/v1/clusters/c1/actions/resize", { body })).status).toBe(202);
  });

  // api.md 4.4
  it("are resized within their limits", async () => {
    const { call, add, settle, show, refusal } = await nodeGroupBench();
    await add({ max_node_count: 3 });
    const resize = (nodeCount: number) =>
      [
        "POST",
        "/v1/clusters/c1/actions/resize",
        { body: { node_count: nodeCount, nodegroup: "big" } },
      ] as const;
    expect(await refusal(...resize(4))).toEqual([
      400,
      "Resizing big outside the allowed range: min_node_count = 0, max_node_count = 3",
    ]);
    expect((await call(...resize(3))).status).toBe(202);
    expect((await show("big")).status).toBe("UPDATE_IN_PROGRESS");
    await settle();
    expect(await show("big")).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 3 });
    expect((await show("default-worker")).node_count).toBe(2);
    const gone = { body: { node_count: 1, nodegroup: "gone" } };
    expect(await refusal("POST", "/v1/clusters/c1/actions/resize", gone)).toEqual([
      404,
      "Nodegroup gone could not be found.",
    ]);
  });

  it("are added once, however often a request with the same key arrives", async () => {
    const { call, settle } = await nodeGroupBench();
    const wish = { body: { name: "big" }, headers: { "idempotency-key": "one" } };
    const { body: first } = await call("POST", PATH, wish);
    await settle();
    const again = await call("POST", PATH, wish);
    expect(again).toMatchObject({
      status: 202,
      body: { uuid: first.uuid, status: "CREATE_COMPLETE" },
    });
    expect((await call("GET", PATH)).body.nodegroups).toHaveLength(3);
    const other = await call("POST", PATH, { ...wish, body: { name: "other" } });
    expect(other.status).toBe(422);
  });
});
