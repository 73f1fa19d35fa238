import type { Cluster } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { OperationKind } from "../operation/operation.ts";

/** What an operation is about, as far as node groups go. */
export interface OperationSubject {
  readonly kind: OperationKind;
  /** Uuid of a group that stands for itself; null for the default ones, which share their infrastructure. */
  readonly nodeGroup: string | null;
}

/** What nodes of every group take part in. */
const FOR_ALL_NODES: ReadonlySet<OperationKind> = new Set([
  "rotate-ca",
  "retire-ca",
  "rotate-credential",
]);

/** The node groups whose statuses an operation moves, and by which its end is known. */
export function participants(cluster: Cluster, subject: OperationSubject): readonly NodeGroup[] {
  if (subject.kind === "delete") return cluster.nodeGroups;
  if (FOR_ALL_NODES.has(subject.kind)) return cluster.nodeGroups.filter(takesPart);
  return cluster.nodeGroups.filter((group) =>
    subject.nodeGroup === null ? group.isDefault : group.uuid === subject.nodeGroup,
  );
}

/** Not a group that was never made, nor one whose nodes come or go by an operation of its own. */
function takesPart({ isDefault, status, backingRef }: NodeGroup): boolean {
  if (isDefault) return true;
  if (status === "CREATE_IN_PROGRESS" || status === "DELETE_IN_PROGRESS") return false;
  return status !== "CREATE_FAILED" || backingRef !== null;
}
