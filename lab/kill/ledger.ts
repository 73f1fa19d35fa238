/** What became of a request: nobody knows, it was accepted, or it was refused. */
export type Outcome = "unknown" | "accepted" | "refused";

export type ChangeKind =
  | "update"
  | "resize"
  | "create-node-group"
  | "delete-node-group"
  | "rotate-ca"
  | "retire-ca"
  | "rotate-credential"
  | "cancel"
  | "retry";

export interface LedgerChange {
  readonly kind: ChangeKind;
  /** Whether it surely asks for another number of nodes than there is; what changes nothing is no operation. */
  readonly changesSomething: boolean;
  outcome: Outcome;
}

/** What clusters of a run may be. */
export const CLUSTER_COES = ["swarm-mode", "kubernetes"] as const;
export type ClusterCoe = (typeof CLUSTER_COES)[number];

/** A cluster as its client knows it. */
export interface LedgerCluster {
  readonly project: string;
  readonly name: string;
  readonly coe: ClusterCoe;
  uuid: string | undefined;
  creation: Outcome;
  /** Undefined until it was asked for. */
  deletion: Outcome | undefined;
  readonly changes: LedgerChange[];
  readonly nodeGroups: string[];
  /** What its number of workers may be by now: a change that fails puts the former one back. */
  nodeCounts: ReadonlySet<number>;
}

/** What clients asked for and were promised. */
export interface Ledger {
  readonly clusters: LedgerCluster[];
  requests: number;
}

export function newLedger(): Ledger {
  return { clusters: [], requests: 0 };
}

/** Writes down that a change is asked for, before it is. */
export function enterChange(
  cluster: LedgerCluster,
  kind: ChangeKind,
  changesSomething = true,
): LedgerChange {
  const made: LedgerChange = { kind, changesSomething, outcome: "unknown" };
  cluster.changes.push(made);
  return made;
}

/** Makes the change that was entered last safe to repeat. */
export function keyOf({ name, changes }: LedgerCluster): string {
  return `${name}-change-${changes.length}`;
}

export function outcomeOf(answer: { readonly status: number } | undefined): Outcome {
  if (!answer || answer.status >= 500) return "unknown";
  return answer.status < 300 ? "accepted" : "refused";
}
