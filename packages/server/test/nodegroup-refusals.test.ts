import { describe, expect, it } from "vitest";
import { nodeGroupBench, PATH } from "./node-group-bench.ts";
import { serverBench } from "./server-bench.ts";

describe("node groups that cannot be", () => {
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
});
