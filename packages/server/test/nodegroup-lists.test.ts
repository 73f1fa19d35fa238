import { describe, expect, it } from "vitest";
import { nodeGroupBench, PATH } from "./node-group-bench.ts";

const BASE = "http://api.example:9511";
const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe("node groups in a list", () => {
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
});
