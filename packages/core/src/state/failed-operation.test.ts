import { describe, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import { newOperation } from "../operation/new-operation.ts";
import type { Operation } from "../operation/operation.ts";
import { aCluster } from "../testing/a-cluster.ts";
import { remedyFor } from "./failed-operation.ts";
import type { ClusterStatus } from "./status.ts";

const EXTRA = "44444444-4444-4444-8444-444444444444";

const group = (uuid: string, isDefault: boolean, status: ClusterStatus): NodeGroup => ({
  uuid,
  name: isDefault ? "default-worker" : "extra",
  role: "worker",
  isDefault,
  nodeCount: 1,
  minNodeCount: 0,
  maxNodeCount: null,
  flavorId: null,
  imageId: "image",
  dockerVolumeSizeGib: null,
  labels: {},
  nodeLabels: {},
  nodeTaints: [],
  status,
  statusReason: null,
  nodeAddresses: [],
  backingRef: null,
  createdAt: aCluster.createdAt,
  updatedAt: null,
});
const cluster = (own: ClusterStatus, extra: ClusterStatus = "CREATE_COMPLETE"): Cluster => ({
  ...aCluster,
  nodeGroups: [
    group("33333333-3333-4333-8333-333333333333", true, own),
    group(EXTRA, false, extra),
  ],
});

/** Operations in the order in which they were accepted. */
const history = (
  ...rows: readonly (readonly [
    Operation["kind"],
    Operation["state"],
    Partial<Pick<Operation, "finishedSteps">> & { readonly nodeGroup?: string },
  ])[]
): readonly Operation[] =>
  rows.map(([kind, state, { finishedSteps = [], nodeGroup = null }], index) => ({
    ...newOperation(kind, aCluster, "alice", aCluster.createdAt, { nodeGroup }),
    sequence: index + 1,
    state,
    finishedSteps: [...finishedSteps],
  }));

describe("what a retry does", () => {
  it("is nothing where no node group failed", () => {
    expect(remedyFor(cluster("UPDATE_COMPLETE"), history(["update", "failed", {}]))).toBe(
      undefined,
    );
  });

  it("is the last operation about the groups that failed, not of others", () => {
    const operations = history(
      ["resize", "failed", {}],
      ["resize", "succeeded", { nodeGroup: EXTRA }],
    );
    expect(remedyFor(cluster("UPDATE_FAILED"), operations)).toEqual({
      kind: "again",
      operation: operations[0],
    });
  });

  it("passes over what was cancelled in time, but not over what then began", () => {
    const inTime = history(["update", "failed", {}], ["upgrade", "cancelled", {}]);
    expect(remedyFor(cluster("UPDATE_FAILED"), inTime)).toMatchObject({ operation: inTime[0] });
    const begun = history(
      ["update", "failed", {}],
      ["upgrade", "cancelled", { finishedSteps: ["infrastructure"] }],
    );
    expect(remedyFor(cluster("UPDATE_FAILED"), begun)).toMatchObject({ operation: begun[1] });
    const never = history(["create", "cancelled", {}]);
    expect(remedyFor(cluster("CREATE_FAILED"), never)).toMatchObject({ operation: never[0] });
  });

  it("is a deletion wherever that failed last", () => {
    const operations = history(["update", "failed", {}], ["delete", "failed", {}]);
    const deleted = cluster("DELETE_FAILED", "DELETE_FAILED");
    expect(remedyFor(deleted, operations)).toMatchObject({ operation: operations[1] });
  });

  it("makes the infrastructure what the row says where it failed by itself", () => {
    const operations = history(["create", "succeeded", {}]);
    expect(remedyFor(cluster("UPDATE_FAILED"), operations)).toEqual({
      kind: "restore",
      nodeGroup: null,
    });
    expect(remedyFor(cluster("CREATE_COMPLETE", "UPDATE_FAILED"), operations)).toEqual({
      kind: "restore",
      nodeGroup: EXTRA,
    });
  });
});
