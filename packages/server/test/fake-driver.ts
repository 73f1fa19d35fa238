import {
  type ClusterDriver,
  defineDriver,
  isMaster,
  JeroboamError,
  type NodeGroup,
} from "@jeroboam/core";
import { z } from "zod";

/** Clusters of a cloud that only counts; what is accepted is complete at the next look. */
export class FakeStacks {
  /** By uuid of the cluster, or of a node group with a stack of its own. */
  readonly nodeCounts = new Map<string, number>();
  /** What the last upgrade or rotation put on the nodes, by the same uuids. */
  readonly software = new Map<string, string>();
  /** The next observation says that the change failed, for this reason. */
  failure: string | undefined;
}
export type FakeServices = { stacks: FakeStacks };

/** As real drivers, so that nobody asks for a list that no memory holds. */
const PLANNED_NODES_MAX = 1000;

/** A driver that offers every facet. */
export const fakeDriver: ClusterDriver<FakeServices> = defineDriver<FakeServices>({
  contractVersion: 1,
  name: "fake",
  stability: "stable",
  provides: [{ serverType: "vm", os: "debian", coe: "swarm-mode" }],
  requires: ["stacks"],
  containerVersion: "1.0",
  labels: z.strictObject({ colour: z.string().optional(), size: z.string().optional() }),
  resize: { masters: "fixed", workersMin: 0 },
  nodeGroups: {
    async createNodeGroup({ services: { stacks } }, { nodeGroup }) {
      stacks.nodeCounts.set(nodeGroup.uuid, nodeGroup.nodeCount);
      return { backingRef: `stack-${nodeGroup.uuid}` };
    },
    async updateNodeGroup({ services: { stacks } }, { nodeGroup }) {
      stacks.nodeCounts.set(nodeGroup.uuid, nodeGroup.nodeCount);
      return { backingRef: `stack-${nodeGroup.uuid}` };
    },
    async deleteNodeGroup({ services: { stacks } }, { nodeGroup }) {
      stacks.nodeCounts.delete(nodeGroup.uuid);
      return { backingRef: null };
    },
  },
  upgrade: {
    validateUpgrade: ({ target }) =>
      target.labels["colour"] === undefined
        ? [{ path: ["labels"], code: "JRB_LABEL_INVALID", message: "it names no colour" }]
        : [],
    async upgradeCluster({ services: { stacks } }, { cluster, nodeGroup, target, maxBatchSize }) {
      const { uuid } = nodeGroup.isDefault ? cluster : nodeGroup;
      stacks.software.set(uuid, `${target.name}, ${maxBatchSize} at once`);
      return { backingRef: `stack-${uuid}`, labels: { ...nodeGroup.labels, ...target.labels } };
    },
  },
  certificates: {
    async rotateCaCertificate({ services: { stacks }, certificates }, { cluster }) {
      stacks.software.set(cluster.uuid, await certificates.caCertificatePem(cluster.uuid));
      return { backingRef: `stack-${cluster.uuid}` };
    },
  },
  plan: {
    planCluster({ cluster: { nodeGroups } }) {
      if (nodeGroups.some(({ nodeCount }) => nodeCount > PLANNED_NODES_MAX))
        throw new JeroboamError("JRB_CLUSTER_INVALID", "The cluster is too large to be planned.", {
          details: { issues: [], driver: "fake" },
        });
      return nodeGroups.flatMap(({ name, nodeCount }) =>
        Array.from({ length: nodeCount }, (_, index) => ({
          type: "Fake::Node",
          path: [name, String(index)],
        })),
      );
    },
  },
  validate: () => [],
  async createCluster({ services: { stacks } }, { cluster }) {
    stacks.nodeCounts.set(cluster.uuid, defaultWorkers(cluster.nodeGroups));
    return { backingRef: `stack-${cluster.uuid}` };
  },
  async updateCluster({ services: { stacks } }, { cluster }) {
    stacks.nodeCounts.set(cluster.uuid, defaultWorkers(cluster.nodeGroups));
    return { backingRef: `stack-${cluster.uuid}` };
  },
  async deleteCluster({ services: { stacks } }, { cluster }) {
    for (const { uuid } of [cluster, ...cluster.nodeGroups]) stacks.nodeCounts.delete(uuid);
    return { backingRef: null };
  },
  async observeCluster({ services: { stacks } }, { cluster }) {
    return {
      nodeGroups: cluster.nodeGroups.map((group) =>
        seenGroup(
          stacks,
          group,
          stacks.nodeCounts.get(group.isDefault ? cluster.uuid : group.uuid),
        ),
      ),
      attributes: stacks.nodeCounts.has(cluster.uuid) ? { apiAddress: "tcp://10.0.0.1:2376" } : {},
      progress: undefined,
    };
  },
});

function defaultWorkers(groups: readonly NodeGroup[]): number {
  return groups.find((group) => group.isDefault && !isMaster(group))?.nodeCount ?? 0;
}

function seenGroup({ failure }: FakeStacks, group: NodeGroup, nodeCount: number | undefined) {
  const nodeGroupUuid = group.uuid;
  if (nodeCount === undefined) return { kind: "absent" as const, nodeGroupUuid, reason: "gone" };
  const action = group.status.startsWith("UPDATE") ? "UPDATE" : "CREATE";
  return {
    kind: "present" as const,
    nodeGroupUuid,
    status: failure === undefined ? (`${action}_COMPLETE` as const) : (`${action}_FAILED` as const),
    reason: failure ?? "done",
    nodeAddresses: [`10.0.0.${isMaster(group) ? 1 : 2}`],
    nodeCount: isMaster(group) ? undefined : nodeCount,
  };
}
