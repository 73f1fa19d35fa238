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
const ABOUT_ALL: ReadonlySet<OperationKind> = new Set([
  "rotate-ca",
  "retire-ca",
  "rotate-credential",
  "delete",
]);

/** The node groups whose statuses an operation moves, and by which its end is known. */
export function participants(cluster: Cluster, subject: OperationSubject): readonly NodeGroup[] {
  if (ABOUT_ALL.has(subject.kind)) return cluster.nodeGroups;
  return cluster.nodeGroups.filter((group) =>
    subject.nodeGroup === null ? group.isDefault : group.uuid === subject.nodeGroup,
  );
}
