import { z } from "zod";
import { nodeLogin } from "../cloud/credential.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { isMaster, type NodeGroup } from "../cluster/node-group.ts";
import type { ClusterDriver, NodeGroupObservation, OperationRequest } from "../driver/contract.ts";
import { defineDriver } from "../driver/define-driver.ts";
import { transition } from "../state/transition.ts";
import type { FakeStack, FakeStacks } from "./fake-stacks.ts";

export type FakeServices = { stacks: FakeStacks };

/** A driver of fake stacks that offers every facet. */
export const fakeDriver: ClusterDriver<FakeServices> = defineDriver<FakeServices>({
  contractVersion: 1,
  name: "fake",
  stability: "stable",
  provides: [{ serverType: "vm", os: "debian", coe: "swarm-mode" }],
  requires: ["stacks"],
  containerVersion: "1.0",
  labels: z.strictObject({ colour: z.string().optional(), min_node_count: z.string().optional() }),
  resize: { masters: "fixed", workersMin: 0 },
  validate: ({ cluster, template }) => [
    ...cluster.nodeGroups
      .filter((group) => group.nodeLabels["disk"] === "tape")
      .map(({ name }) => ({
        path: ["nodeGroups", name],
        code: "JRB_CLUSTER_INVALID",
        message: "no tapes",
      })),
    ...(template.externalNetworkId === null
      ? [
          {
            path: ["externalNetworkId"],
            code: "JRB_CLUSTER_INVALID",
            message: "external network missing",
          },
        ]
      : []),
  ],
  async createCluster({ services: { stacks } }, { cluster, operationId }) {
    return { backingRef: stacks.create(cluster.uuid, operationId, defaultWorkers(cluster)).id };
  },
  async updateCluster({ services: { stacks } }, { cluster, operationId }) {
    const nodeCount = defaultWorkers(cluster);
    return { backingRef: stacks.update(cluster.uuid, operationId, { nodeCount }).id };
  },
  async deleteCluster({ services: { stacks } }, { cluster }) {
    for (const group of cluster.nodeGroups)
      if (stacks.byCluster.has(group.uuid)) stacks.delete(group.uuid);
    return { backingRef: stacks.delete(cluster.uuid)?.id ?? null };
  },
  async observeCluster({ services: { stacks } }, { cluster }) {
    await stacks.beforeLook();
    stacks.throwFault();
    const stack = stacks.look(cluster.uuid);
    const done = stack?.status.endsWith("COMPLETE") ?? false;
    return {
      nodeGroups: cluster.nodeGroups.map((group) =>
        seenGroup(group, group.isDefault ? stack : stacks.look(group.uuid)),
      ),
      attributes: done ? { apiAddress: "tcp://10.0.0.1:2376" } : {},
      progress: stack && { done: stacks.looks - stack.looksLeft, total: stacks.looks },
    };
  },
  nodeGroups: {
    async createNodeGroup({ services: { stacks } }, { nodeGroup, operationId }) {
      return { backingRef: stacks.create(nodeGroup.uuid, operationId, nodeGroup.nodeCount).id };
    },
    async updateNodeGroup({ services: { stacks } }, { nodeGroup, operationId }) {
      const { uuid, nodeCount } = nodeGroup;
      return { backingRef: stacks.update(uuid, operationId, { nodeCount }).id };
    },
    async deleteNodeGroup({ services: { stacks } }, { nodeGroup }) {
      return { backingRef: stacks.delete(nodeGroup.uuid)?.id ?? null };
    },
  },
  upgrade: {
    validateUpgrade: ({ target }) =>
      target.labels["colour"] === undefined
        ? [{ path: ["labels"], code: "JRB_LABEL_INVALID", message: "it names no colour" }]
        : [],
    async upgradeCluster({ services: { stacks } }, { cluster, nodeGroup, operationId, target }) {
      const uuid = nodeGroup.isDefault ? cluster.uuid : nodeGroup.uuid;
      const software = target.labels["colour"] ?? "";
      const { id } = stacks.update(uuid, operationId, { software });
      stacks.upgraded.push(nodeGroup.name);
      return { backingRef: id, labels: { ...nodeGroup.labels, colour: software } };
    },
  },
  certificates: {
    async rotateCaCertificate({ services: { stacks }, certificates }, request) {
      const software = await certificates.caCertificatePem(request.cluster.uuid);
      return { backingRef: refreshNodes(stacks, request, software) };
    },
  },
  credentials: {
    async rotateCredential({ services: { stacks }, credential }, request) {
      const software = credential ? nodeLogin(credential).id : "no login";
      return { backingRef: refreshNodes(stacks, request, software) };
    },
  },
  survey: {
    async surveyClusters({ services: { stacks } }, { clusters, allProjects }) {
      await stacks.survey(clusters[0]?.projectId ?? "", allProjects);
      return clusters
        .filter((cluster) => cluster.nodeGroups.some((group) => differs(cluster, group, stacks)))
        .map(({ uuid }) => uuid);
    },
  },
  cancel: {
    async cancelOperation({ services: { stacks } }, { cluster, nodeGroup, operationId }) {
      const others = cluster.nodeGroups.filter((group) => !group.isDefault);
      const subjects = nodeGroup ? [nodeGroup] : [...others, cluster];
      const ends = subjects.map(({ uuid }) => stacks.cancel(uuid, operationId));
      return ends.includes("stopped") ? "stopped" : "never begun";
    },
  },
  plan: {
    planCluster: ({ cluster }) =>
      cluster.nodeGroups.flatMap((group) =>
        Array.from({ length: group.nodeCount }, (_, index) => ({
          type: "Fake::Node",
          path: [group.name, String(index)],
        })),
      ),
  },
});

/** Also the nodes of groups that have a stack of their own; answers the cluster's stack. */
function refreshNodes(
  stacks: FakeStacks,
  { cluster, operationId }: OperationRequest,
  software: string,
): string {
  for (const group of cluster.nodeGroups)
    if (!group.isDefault && stacks.byCluster.has(group.uuid))
      stacks.update(group.uuid, operationId, { software });
  return stacks.update(cluster.uuid, operationId, { software }).id;
}

function defaultWorkers(cluster: Cluster): number {
  return cluster.nodeGroups.find((group) => group.isDefault && !isMaster(group))?.nodeCount ?? 0;
}

function differs(cluster: Cluster, group: NodeGroup, stacks: FakeStacks): boolean {
  if (!group.isDefault && group.backingRef === null) return false;
  const stack = stacks.look(group.isDefault ? cluster.uuid : group.uuid);
  const seen = stack
    ? { kind: "observed" as const, status: stack.status }
    : { kind: "absent" as const };
  return transition(group.status, seen).kind === "moved";
}

function seenGroup(group: NodeGroup, stack: FakeStack | undefined): NodeGroupObservation {
  if (!stack) return { kind: "absent", nodeGroupUuid: group.uuid, reason: "not found" };
  const done = stack.status.endsWith("COMPLETE");
  return {
    kind: "present",
    nodeGroupUuid: group.uuid,
    status: stack.status,
    reason: `Stack ${stack.status}`,
    nodeAddresses: done ? [`10.0.0.${group.nodeCount}`] : undefined,
    nodeCount: done && !isMaster(group) ? stack.nodeCount : undefined,
  };
}
