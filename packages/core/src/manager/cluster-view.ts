import type { Requester } from "../cloud/cloud.ts";
import { type Cluster, type ClusterRequest, defaultWorkerGroup } from "../cluster/cluster.ts";
import { isMaster, type NodeGroup } from "../cluster/node-group.ts";
import { LEASE_MS } from "../engine/engine-parts.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { statusEvents, subjectOf } from "../events/status-events.ts";
import { newOperation } from "../operation/new-operation.ts";
import { isTerminal, type Operation } from "../operation/operation.ts";
import { phaseOf } from "../state/status.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import type { StoreRows } from "../store/store.ts";
import { admitCluster, requireNodeCount } from "./cluster-admission.ts";
import type { AcceptedChange, Clusters, ResizeRequest } from "./cluster-manager.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { visibleCluster, visibleTemplate } from "./visible.ts";

/** Clusters as one requester sees them. */
export function clusterView<Services>(parts: ManagerParts<Services>, asking: Asking): Clusters {
  const { store } = parts;
  return {
    create: async (request) => createCluster(parts, await asking(), request),
    get: async (identifier) => visibleCluster(store, await asking(), identifier),
    list: async (page = {}) => {
      const requester = await asking();
      return store.clusters.list(
        requester.isAdmin ? page : { ...page, projectId: requester.projectId },
      );
    },
    update: async (identifier, change) =>
      changeNodeCount(parts, await asking(), "update", identifier, change),
    resize: async (identifier, change) =>
      changeNodeCount(parts, await asking(), "resize", identifier, change),
    delete: async (identifier) => deleteCluster(parts, await asking(), identifier),
  };
}

async function createCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterRequest,
): Promise<AcceptedChange> {
  const cluster = await admitCluster(parts, requester, request);
  const now = parts.clock.now();
  const change = await parts.store.transaction(async (rows) => {
    // Admission took a while; a template without clusters may be deleted meanwhile.
    await visibleTemplate(rows, requester, cluster.clusterTemplateId);
    await rows.clusters.insert(cluster);
    // Claimed at birth: only this process has the token that the credential is made with.
    const operation = await acceptOperation(rows, undefined, cluster, {
      ...newOperation("create", cluster, requester.userId, now),
      state: "running",
      attempt: 1,
      leaseOwner: parts.owner,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
    });
    return { cluster, operation };
  });
  parts.wakeUp.notify();
  await parts.engine.runClaimed(change.operation, { requester, until: "credentials" });
  return change;
}

const DOING = { update: "Updating", resize: "Resizing" } as const;

async function changeNodeCount<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  kind: keyof typeof DOING,
  identifier: string,
  request: ResizeRequest,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    const group = requireGroup(cluster, request.nodeGroup);
    const template = await rows.clusterTemplates.find(cluster.clusterTemplateId);
    if (!template)
      throw new JeroboamError("JRB_INTERNAL", `Cluster ${cluster.name} lost its template.`);
    const driver = parts.drivers.resolve(
      { serverType: template.serverType, os: template.clusterDistro, coe: template.coe },
      template.driver,
    );
    if (!driver.resize || (isMaster(group) && driver.resize.masters === "fixed"))
      throw new JeroboamError(
        "JRB_NOT_SUPPORTED_BY_DRIVER",
        `Resizing the ${group.role} nodegroup is not supported by this driver.`,
        { details: { capability: "resize", role: group.role, driver: driver.name } },
      );
    if (!isMaster(group)) requireNodeCount(driver, request.nodeCount);
    requireWithinRange(group, request.nodeCount);
    const nodesToRemove = [...(request.nodesToRemove ?? [])];
    const nodeCounts = { [group.uuid]: request.nodeCount };
    const next = requestedCluster(cluster, kind, nodeCounts);
    if (!next) throw notAllowed(DOING[kind], cluster);
    const open = (await rows.operations.ofCluster(cluster.uuid)).filter((one) => !isTerminal(one));
    const asWished = group.nodeCount === request.nodeCount && nodesToRemove.length === 0;
    if (asWished && phaseOf(cluster.status) !== "FAILED")
      return { cluster, operation: open.at(-1) ?? null };
    const now = parts.clock.now();
    const stored = await rows.clusters.replace({ ...next, updatedAt: now });
    const operation = await acceptOperation(rows, cluster, stored, {
      ...newOperation(kind, stored, requester.userId, now, {
        nodeCounts,
        nodesToRemove,
        rollback: request.rollback ?? false,
        // Behind another operation the count is a wish; the true one is known when this one begins.
        formerNodeCounts: open.length > 0 ? {} : { [group.uuid]: group.nodeCount },
      }),
    });
    return { cluster: stored, operation };
  });
  parts.wakeUp.notify();
  return change;
}

async function deleteCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    const open = (await rows.operations.ofCluster(cluster.uuid)).filter((one) => !isTerminal(one));
    const deleting = open.find((operation) => operation.kind === "delete");
    if (deleting) return { cluster, operation: deleting };
    const next = requestedCluster(cluster, "delete");
    if (!next) throw notAllowed("Deleting", cluster);
    const now = parts.clock.now();
    // One that runs must first say that it stopped: a stack that it is just asking for would be orphaned.
    for (const operation of open)
      await rows.operations.replace({ ...operation, cancelRequested: true, notBefore: now });
    const stored = await rows.clusters.replace({ ...next, updatedAt: now });
    const operation = await acceptOperation(
      rows,
      cluster,
      stored,
      newOperation("delete", stored, requester.userId, now),
    );
    return { cluster: stored, operation };
  });
  parts.wakeUp.notify();
  return change;
}

async function acceptOperation(
  rows: StoreRows,
  before: Cluster | undefined,
  after: Cluster,
  operation: Omit<Operation, "sequence">,
): Promise<Operation> {
  const stored = await rows.operations.insert(operation);
  await rows.events.append({
    type: "operation.accepted",
    ...subjectOf(after, stored.uuid, stored.createdAt),
    operation: stored.kind,
    requestedBy: stored.requestedBy,
  });
  for (const event of statusEvents(before, after, stored.uuid, stored.createdAt))
    await rows.events.append(event);
  return stored;
}

function requireGroup(cluster: Cluster, identifier: string | undefined): NodeGroup {
  const group = identifier
    ? cluster.nodeGroups.find((one) => one.uuid === identifier || one.name === identifier)
    : defaultWorkerGroup(cluster);
  if (group) return group;
  throw new JeroboamError(
    "JRB_NODE_GROUP_NOT_FOUND",
    `Nodegroup ${identifier ?? "default-worker"} could not be found.`,
    { details: { nodeGroup: identifier ?? "default-worker", cluster: cluster.uuid } },
  );
}

function requireWithinRange(group: NodeGroup, nodeCount: number): void {
  const { minNodeCount, maxNodeCount } = group;
  if (nodeCount >= minNodeCount && nodeCount <= (maxNodeCount ?? Number.POSITIVE_INFINITY)) return;
  throw new JeroboamError(
    "JRB_NODE_COUNT_OUT_OF_RANGE",
    `Resizing ${group.name} outside the allowed range: min_node_count = ${minNodeCount}, max_node_count = ${maxNodeCount ?? "None"}`,
    { details: { nodeGroup: group.name, minNodeCount, maxNodeCount, nodeCount } },
  );
}

function notAllowed(doing: string, cluster: Cluster): JeroboamError {
  return new JeroboamError(
    "JRB_OPERATION_NOT_ALLOWED",
    `${doing} a cluster when status is "${cluster.status}" is not supported.`,
    {
      details: {
        operation: `${doing} a cluster when status is "${cluster.status}"`,
        status: cluster.status,
        cluster: cluster.uuid,
      },
    },
  );
}
