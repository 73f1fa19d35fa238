import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { NodeGroup, NodeGroupRequest } from "../cluster/node-group.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { Operation } from "../operation/operation.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { pageOf } from "../store/page.ts";
import type { StoreRows } from "../store/store.ts";
import { acceptChange } from "./accept-operation.ts";
import { requireDriver } from "./cluster-driver.ts";
import { requireGroup } from "./named-group.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import type { AcceptedNodeGroup, NodeGroups } from "./cluster-manager.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { admitNodeGroup, requireFreeName } from "./node-group-admission.ts";
import { updateNodeGroup } from "./node-group-update.ts";
import { once, type RecordOutcome } from "./once.ts";
import type { RequestIdentity } from "../request/recorded-request.ts";
import { visibleCluster } from "./visible.ts";

/** The node groups of the clusters that one requester sees. */
export function nodeGroupView<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
  identity?: RequestIdentity,
): NodeGroups {
  const { store } = parts;
  return {
    async create(cluster, request) {
      const requester = await asking();
      return once(parts, requester, identity, {
        kind: "node group",
        find: (outcome) => acceptedGroup(store, outcome),
        work: (record) => createGroup(parts, requester, cluster, request, record),
      });
    },
    async get(identifier, group) {
      const cluster = await visibleCluster(store, await asking(), identifier);
      return { cluster, nodeGroup: requireGroup(cluster, group) };
    },
    async list(identifier, { role, ...page } = {}) {
      const cluster = await visibleCluster(store, await asking(), identifier);
      const groups = cluster.nodeGroups.filter((one) => role === undefined || one.role === role);
      return pageOf(groups, page).map((nodeGroup) => ({ cluster, nodeGroup }));
    },
    update: async (cluster, group, change, options) =>
      updateNodeGroup(parts, await asking(), { cluster, group, change, options }),
    delete: async (cluster, group) => deleteGroup(parts, await asking(), cluster, group),
  };
}

async function createGroup<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  request: NodeGroupRequest,
  record: RecordOutcome,
): Promise<AcceptedNodeGroup> {
  const seen = await visibleCluster(parts.store, requester, identifier);
  const nodeGroup = await admitNodeGroup(parts, requester, seen, request);
  const accepted = await parts.store.transaction(async (rows): Promise<AcceptedNodeGroup> => {
    const cluster = await visibleCluster(rows, requester, seen.uuid);
    // Admission took a while.
    requireFreeName(cluster, nodeGroup.name);
    const wider = { ...cluster, nodeGroups: [...cluster.nodeGroups, nodeGroup] };
    const change = { kind: "create-node-group", cluster, wider, nodeGroup } as const;
    const created = await accept(parts, rows, requester, change);
    await record(rows, created.operation.uuid);
    return created;
  });
  parts.wakeUp.notify();
  return accepted;
}

/** What an operation made, as it stands now; undefined when the group or its cluster is gone. */
async function acceptedGroup(
  rows: StoreRows,
  operationUuid: string,
): Promise<AcceptedNodeGroup | undefined> {
  const operation = await rows.operations.find(operationUuid);
  const cluster = operation && (await rows.clusters.find(operation.clusterUuid));
  const nodeGroup = cluster?.nodeGroups.find(({ uuid }) => uuid === operation?.input.nodeGroup);
  return operation && cluster && nodeGroup && { cluster, nodeGroup, operation };
}

async function deleteGroup<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  group: string,
): Promise<AcceptedNodeGroup> {
  const accepted = await parts.store.transaction(async (rows): Promise<AcceptedNodeGroup> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    const nodeGroup = requireGroup(cluster, group);
    if (nodeGroup.isDefault)
      throw new JeroboamError(
        "JRB_NODE_GROUP_IS_DEFAULT",
        "Deleting a default nodegroup is not supported.",
        { details: { nodeGroup: nodeGroup.name, cluster: cluster.uuid } },
      );
    const open = (await rows.operations.openOf(cluster.uuid)).filter(
      ({ input }) => input.nodeGroup === nodeGroup.uuid,
    );
    const deleting = open.find(({ kind }) => kind === "delete-node-group");
    if (deleting) return { cluster, nodeGroup, operation: deleting };
    const { driver } = await requireDriver(parts, rows, cluster);
    if (!driver.nodeGroups)
      throw notOffered(driver, "nodeGroups", `Driver ${driver.name} makes no node groups.`);
    // What still waits for the group would wait for what is being taken away.
    for (const operation of open)
      await rows.operations.replace({
        ...operation,
        cancelRequested: true,
        notBefore: parts.clock.now(),
      });
    const wider = cluster;
    return accept(parts, rows, requester, { kind: "delete-node-group", cluster, wider, nodeGroup });
  });
  parts.wakeUp.notify();
  return accepted;
}

/** Stores the change of one group, and the operation that brings it about. */
async function accept<Services>(
  { clock }: ManagerParts<Services>,
  rows: StoreRows,
  requester: Requester,
  change: {
    readonly kind: "create-node-group" | "delete-node-group";
    /** As it is stored. */
    readonly cluster: Cluster;
    /** With the group that the change is about. */
    readonly wider: Cluster;
    readonly nodeGroup: NodeGroup;
  },
): Promise<AcceptedNodeGroup & { readonly operation: Operation }> {
  const { kind, cluster, wider } = change;
  const { uuid } = change.nodeGroup;
  const next = requestedCluster(wider, { kind, nodeGroup: uuid });
  if (!next) throw notAllowed("Updating", cluster);
  const accepted = await acceptChange(rows, {
    before: cluster,
    next,
    kind,
    requester,
    now: clock.now(),
    input: { nodeGroup: uuid },
  });
  return { ...accepted, nodeGroup: requireGroup(accepted.cluster, uuid) };
}
