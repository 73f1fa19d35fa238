import { type ClusterDriver, defineDriver, isMaster } from "@jeroboam/core";
import { z } from "zod";

/** Clusters of a cloud that only counts; what is accepted is complete at the next look. */
export class FakeStacks {
  readonly nodeCounts = new Map<string, number>();
  /** The next observation says that the creation failed, for this reason. */
  failure: string | undefined;
}
export type FakeServices = { stacks: FakeStacks };

export const fakeDriver: ClusterDriver<FakeServices> = defineDriver<FakeServices>({
  contractVersion: 1,
  name: "fake",
  stability: "stable",
  provides: [{ serverType: "vm", os: "debian", coe: "swarm-mode" }],
  requires: ["stacks"],
  containerVersion: "1.0",
  labels: z.strictObject({ colour: z.string().optional(), size: z.string().optional() }),
  resize: { masters: "fixed", workersMin: 0 },
  validate: () => [],
  async createCluster({ services: { stacks } }, { cluster }) {
    stacks.nodeCounts.set(cluster.uuid, workersOf(cluster.nodeGroups));
    return { backingRef: `stack-${cluster.uuid}` };
  },
  async updateCluster({ services: { stacks } }, { cluster }) {
    stacks.nodeCounts.set(cluster.uuid, workersOf(cluster.nodeGroups));
    return { backingRef: `stack-${cluster.uuid}` };
  },
  async deleteCluster({ services: { stacks } }, { cluster }) {
    stacks.nodeCounts.delete(cluster.uuid);
    return { backingRef: null };
  },
  async observeCluster({ services: { stacks } }, { cluster }) {
    const nodeCount = stacks.nodeCounts.get(cluster.uuid);
    const action = cluster.status.split("_")[0] === "UPDATE" ? "UPDATE" : "CREATE";
    return {
      nodeGroups: cluster.nodeGroups.map((group) =>
        nodeCount === undefined
          ? { kind: "absent" as const, nodeGroupUuid: group.uuid, reason: "gone" }
          : {
              kind: "present" as const,
              nodeGroupUuid: group.uuid,
              status:
                stacks.failure === undefined
                  ? (`${action}_COMPLETE` as const)
                  : (`${action}_FAILED` as const),
              reason: stacks.failure ?? "done",
              nodeAddresses: [`10.0.0.${isMaster(group) ? 1 : 2}`],
              nodeCount: isMaster(group) ? undefined : nodeCount,
            },
      ),
      attributes: nodeCount === undefined ? {} : { apiAddress: "tcp://10.0.0.1:2376" },
      progress: undefined,
    };
  },
});

function workersOf(groups: readonly { role: string; nodeCount: number }[]): number {
  return groups.filter((group) => !isMaster(group)).reduce((sum, one) => sum + one.nodeCount, 0);
}
