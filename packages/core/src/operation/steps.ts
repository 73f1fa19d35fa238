import type { OperationKind, StepName } from "./operation.ts";

/** What each kind of operation does, in order. Every step may run again at any time. */
export const STEPS: Readonly<Record<OperationKind, readonly StepName[]>> = {
  create: ["credentials", "certificates", "infrastructure", "converge"],
  update: ["infrastructure", "converge"],
  resize: ["infrastructure", "converge"],
  upgrade: ["infrastructure", "converge"],
  "rotate-ca": ["certificates", "infrastructure", "converge"],
  "create-node-group": ["infrastructure", "converge"],
  "delete-node-group": ["infrastructure", "converge"],
  delete: ["infrastructure", "converge", "release"],
};

/** The step to run next, or undefined when all are finished. */
export function nextStep(kind: OperationKind, finished: readonly StepName[]): StepName | undefined {
  return STEPS[kind].find((step) => !finished.includes(step));
}
