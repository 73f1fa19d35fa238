import type { DifferenceRule } from "../difference-rule.ts";

const rule = (rest: Omit<DifferenceRule, "kind">): DifferenceRule => ({
  kind: "newer Magnum",
  ...rest,
});

/** What the Magnum of 2022 does not have yet, or still has. */
export const newerMagnum: readonly DifferenceRule[] = [
  rule({
    field: /^headers\.openstack-api-(minimum|maximum)-version$/,
    peer: /^"container-infra 1\.(1|10)"$/,
    ours: /^"container-infrastructure-management 1\.(1|14)"$/,
    reason:
      "the service's word is the official service type (since 2025.2), and the newest version is 1.14",
  }),
  rule({
    field: /^headers\.openstack-api-version$/,
    peer: /^"container-infra -?\d+\.\d+"$/,
    ours: /^"container-infrastructure-management -?\d+\.\d+"$/,
    reason: "the service's word is the official service type (since 2025.2)",
  }),
  rule({
    field: /^body\.(versions\[0\]|errors\[0\])\.max_version$/,
    peer: /^"1\.10"$/,
    ours: /^"1\.14"$/,
    reason: "the newest version is 1.14",
  }),
  rule({
    field: /^body\.errors\[0\]\.description$/,
    peer: /\[container-infra 1\.1, container-infra 1\.10\]\."$/,
    ours: /\[container-infrastructure-management 1\.1, container-infrastructure-management 1\.14\]\."$/,
    reason: "the text of a version that is out of range names the range",
  }),
  rule({
    steps: ["the service's newer name", "the service's other newer name"],
    status: [406, 200],
    reason: "the version header takes three names of the service (since 2025.2)",
  }),
  rule({
    steps: ["credentials in 1.10"],
    status: [405, 406],
    reason: "credentials are there from 1.12 on",
  }),
  rule({
    steps: /^bay(s| models) in a version without them$/,
    status: [406, 404],
    reason: "1.11 is there, and has no bays",
  }),
  rule({
    steps: ["node group in the newest version"],
    field: /^body\.node_(labels|taints)$/,
    peer: /^undefined$/,
    reason: "1.14 shows a node group's labels and taints",
  }),
  rule({
    field: /^body\.bay(s|models)$/,
    steps: /^v1/,
    ours: /^undefined$/,
    reason: "the document of v1 does not name bays any more (since 2023.2)",
  }),
  rule({
    field: /^body\.credentials$/,
    steps: /^v1/,
    peer: /^undefined$/,
    reason: "the document of v1 names credentials (since 2025.2)",
  }),
  rule({
    field: /\.driver$/,
    peer: /^undefined$/,
    ours: /^"swarm_mode_v1"$/,
    reason: "a template names its driver",
  }),
  rule({
    steps: /newest version/,
    field: /\.(stack_id|cluster_id)$/,
    reason: "1.13 shows cluster_id where earlier versions show stack_id",
  }),
  rule({
    steps: ["hidden template"],
    status: [200, 404],
    reason: "a hidden template is for its project and the admin, though it is public",
  }),
  rule({
    steps: ["cluster: a hidden template"],
    status: [202, 404],
    reason: "a hidden template makes clusters for its project and the admin only",
  }),
  rule({
    steps: ["resize: the masters"],
    field: /^body\.errors\[0\]\.(title|detail)$/,
    reason: "whether masters can be resized depends on the driver, and the text says so",
  }),
];
