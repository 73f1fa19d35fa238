import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { defaultWorkerGroup } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import type { Capability } from "../driver/facets.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { statusEvents, subjectOf } from "../events/status-events.ts";
import { isTerminal, type Operation } from "../operation/operation.ts";
import type { StoreRows } from "../store/store.ts";
import type { ChangeOptions } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** Stores an operation beside the change that it belongs to, with the events that tell of both. */
export async function acceptOperation(
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

/** The cluster's operations that are not at their end, in order of acceptance. */
export async function openOperations(
  rows: StoreRows,
  cluster: Cluster,
): Promise<readonly Operation[]> {
  return (await rows.operations.ofCluster(cluster.uuid)).filter((one) => !isTerminal(one));
}

/** Refuses a change that was made for another version of the row. */
export function requireVersion(
  row: { readonly uuid: string; readonly version: number },
  { ifVersion }: ChangeOptions = {},
): void {
  if (ifVersion === undefined || ifVersion === row.version) return;
  throw new JeroboamError(
    "JRB_VERSION_MISMATCH",
    `${row.uuid} is at version ${row.version}, not ${ifVersion}; read it again.`,
    { details: { uuid: row.uuid, version: row.version, ifVersion } },
  );
}

/** The cluster's template and the driver that makes such clusters. */
export async function requireDriver<Services>(
  parts: ManagerParts<Services>,
  rows: StoreRows,
  cluster: Cluster,
): Promise<{ readonly template: ClusterTemplate; readonly driver: ClusterDriver<Services> }> {
  const template = await rows.clusterTemplates.find(cluster.clusterTemplateId);
  if (!template)
    throw new JeroboamError("JRB_INTERNAL", `Cluster ${cluster.name} lost its template.`);
  return { template, driver: parts.drivers.ofTemplate(template) };
}

/** A node group of the cluster by uuid or name; the default workers where none is named. */
export function requireGroup(cluster: Cluster, identifier: string | undefined): NodeGroup {
  const wanted = identifier?.toLowerCase();
  const group =
    identifier === undefined
      ? defaultWorkerGroup(cluster)
      : cluster.nodeGroups.find((one) => one.uuid === wanted || one.name === identifier);
  if (group) return group;
  throw new JeroboamError(
    "JRB_NODE_GROUP_NOT_FOUND",
    `Nodegroup ${identifier ?? "default-worker"} could not be found.`,
    { details: { nodeGroup: identifier ?? "default-worker", cluster: cluster.uuid } },
  );
}

/** What an operation's input says of a group that was named: default ones go together. */
export function ownGroup(group: NodeGroup): string | null {
  return group.isDefault ? null : group.uuid;
}

export function notAllowed(
  doing: string,
  row: { readonly uuid: string; readonly status: string },
  kind: "cluster" | "nodegroup" = "cluster",
): JeroboamError {
  const operation = `${doing} a ${kind} when status is "${row.status}"`;
  return new JeroboamError("JRB_OPERATION_NOT_ALLOWED", `${operation} is not supported.`, {
    details: { operation, status: row.status, [kind]: row.uuid },
  });
}

export function notOffered(
  driver: { readonly name: string },
  capability: Capability,
  text: string,
): JeroboamError {
  return new JeroboamError("JRB_NOT_SUPPORTED_BY_DRIVER", text, {
    details: { capability, driver: driver.name },
  });
}
