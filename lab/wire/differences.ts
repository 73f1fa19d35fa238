import type { DifferenceRule } from "./difference-rule.ts";

/** Every difference between the recorded Magnum and this server that is meant to be. */
export const DIFFERENCES: readonly DifferenceRule[] = [
  {
    field: /^headers\.openstack-api-(minimum|maximum)-version$/,
    peer: /^"container-infra 1\.(1|10)"$/,
    ours: /^"container-infrastructure-management 1\.(1|14)"$/,
    kind: "newer Magnum",
    reason: "the service's word is the official service type, and the newest version is 1.14",
  },
  {
    field: /^headers\.openstack-api-version$/,
    peer: /^"container-infra 1\./,
    ours: /^"container-infrastructure-management 1\./,
    kind: "newer Magnum",
    reason: "the service's word is the official service type",
  },
];
