import type { Operation, OperationKind, StepName } from "./operation.ts";

/** What each kind of operation does, in order. Every step may run again at any time. */
export const STEPS: Readonly<Record<OperationKind, readonly StepName[]>> = {
  create: ["credentials", "certificates", "infrastructure", "converge"],
  update: ["infrastructure", "converge"],
  resize: ["infrastructure", "converge"],
  upgrade: ["infrastructure", "converge"],
  "rotate-ca": ["certificates", "infrastructure", "converge"],
  "retire-ca": ["certificates", "infrastructure", "converge"],
  // The former credential serves until the nodes have the new one.
  "rotate-credential": ["credentials", "infrastructure", "converge", "release"],
  "create-node-group": ["infrastructure", "converge"],
  "delete-node-group": ["infrastructure", "converge"],
  // Other node groups stand in the cluster's network, so they go first.
  delete: ["node-groups", "node-groups-gone", "infrastructure", "converge", "release"],
};

/** Steps for clusters that have node groups beside the default ones. */
const FOR_NODE_GROUPS: ReadonlySet<StepName> = new Set(["node-groups", "node-groups-gone"]);

/** The step to run next, or undefined when all are finished. */
export function nextStep(
  kind: OperationKind,
  finished: readonly StepName[],
  hasNodeGroups: boolean,
): StepName | undefined {
  return STEPS[kind].find(
    (step) => !finished.includes(step) && (hasNodeGroups || !FOR_NODE_GROUPS.has(step)),
  );
}

/**
 * Whether the infrastructure may have taken what an operation asks: surely, or by a try of which
 * nobody knows how it ended.
 */
export function mayHaveBegun({ kind, finishedSteps, attempt }: Operation): boolean {
  if (finishedSteps.includes("infrastructure")) return true;
  return attempt > 1 && nextStep(kind, finishedSteps, false) === "infrastructure";
}
