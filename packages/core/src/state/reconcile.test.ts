import { describe, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterObservation } from "../driver/contract.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { reconcile } from "./reconcile.ts";
import type { ClusterStatus } from "./status.ts";

async function creating(): Promise<Cluster> {
  const bench = managerBench();
  await bench.template();
  return (await bench.create()).cluster;
}

function seen(
  cluster: Cluster,
  status: ClusterStatus,
  found: { nodeAddresses?: string[]; nodeCount?: number; reason?: string } = {},
): ClusterObservation {
  return {
    nodeGroups: cluster.nodeGroups.map((group) => ({
      kind: "present",
      nodeGroupUuid: group.uuid,
      status,
      reason: found.reason ?? `Stack ${status}`,
      nodeAddresses: found.nodeAddresses,
      nodeCount: found.nodeCount,
    })),
    attributes: {},
    progress: { done: 1, total: 4 },
  };
}

describe("reconcile", () => {
  it("takes over status, reason, addresses and progress", async () => {
    const cluster = await creating();
    const next = reconcile(
      cluster,
      seen(cluster, "CREATE_COMPLETE", { nodeAddresses: ["10.0.0.5"] }),
    );
    expect(next).toMatchObject({
      status: "CREATE_COMPLETE",
      statusReason: "Stack CREATE_COMPLETE",
      progress: { done: 1, total: 4 },
    });
    expect(next.nodeGroups.map((group) => group.nodeAddresses)).toEqual([
      ["10.0.0.5"],
      ["10.0.0.5"],
    ]);
  });

  it("keeps what was not looked at, and empties what was looked at and is not there", async () => {
    const cluster = await creating();
    const full = reconcile(
      cluster,
      seen(cluster, "CREATE_COMPLETE", { nodeAddresses: ["10.0.0.5"] }),
    );
    const updating = { ...full, status: "UPDATE_IN_PROGRESS" as const };
    expect(
      reconcile(updating, seen(updating, "UPDATE_IN_PROGRESS")).nodeGroups[0]?.nodeAddresses,
    ).toEqual(["10.0.0.5"]);
    expect(
      reconcile(updating, seen(updating, "UPDATE_COMPLETE", { nodeAddresses: [] })).nodeGroups[0]
        ?.nodeAddresses,
    ).toEqual([]);
  });

  it("leaves a count that is being worked towards alone", async () => {
    const cluster = await creating();
    const moving = reconcile(cluster, seen(cluster, "CREATE_IN_PROGRESS", { nodeCount: 1 }));
    expect(moving.nodeGroups[1]?.nodeCount).toBe(2);
    const settled = reconcile(cluster, seen(cluster, "CREATE_COMPLETE", { nodeCount: 1 }));
    expect(settled.nodeGroups[1]?.nodeCount).toBe(1);
  });

  it("does not take a view from before the update for its end", async () => {
    const cluster = await creating();
    const updating: Cluster = {
      ...cluster,
      status: "UPDATE_IN_PROGRESS",
      statusReason: null,
      nodeGroups: cluster.nodeGroups.map((group) => ({
        ...group,
        status: "UPDATE_IN_PROGRESS" as const,
      })),
    };
    const next = reconcile(updating, seen(updating, "CREATE_COMPLETE"));
    expect(next).toMatchObject({ status: "UPDATE_IN_PROGRESS", statusReason: null });
  });

  it("makes the absence of everything the end of a delete, and a failure of anything else", async () => {
    const cluster = await creating();
    const absent: ClusterObservation = {
      nodeGroups: cluster.nodeGroups.map((group) => ({
        kind: "absent",
        nodeGroupUuid: group.uuid,
        reason: "Stack not found",
      })),
      attributes: {},
      progress: undefined,
    };
    expect(reconcile(cluster, absent)).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: "Stack not found",
    });
    const deleting: Cluster = {
      ...cluster,
      status: "DELETE_IN_PROGRESS",
      nodeGroups: cluster.nodeGroups.map((group) => ({
        ...group,
        status: "DELETE_IN_PROGRESS" as const,
      })),
    };
    expect(reconcile(deleting, absent).status).toBe("DELETE_COMPLETE");
  });

  it("changes nothing when it sees the same again", async () => {
    const cluster = await creating();
    const observation = seen(cluster, "CREATE_COMPLETE", {
      nodeAddresses: ["10.0.0.5"],
      nodeCount: 2,
    });
    const once = reconcile(cluster, observation);
    expect(reconcile(once, observation)).toEqual(once);
  });
});
