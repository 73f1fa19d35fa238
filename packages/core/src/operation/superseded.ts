import type { Operation } from "./operation.ts";

/**
 * Those that ended before that time and that say nothing any more of how the cluster stands: a later
 * one about the same nodes came to an end of its own. A rotation of authorities that is not completed
 * is not among them. Pure.
 *
 * @param operations - All of one cluster, in order of acceptance.
 */
export function superseded(operations: readonly Operation[], before: Date): readonly Operation[] {
  return operations.filter(
    (one, index) =>
      one.finishedAt !== null &&
      one.finishedAt < before &&
      isSuperseded(one, operations.slice(index + 1)),
  );
}

function isSuperseded({ kind, input }: Operation, later: readonly Operation[]): boolean {
  const ended = later.filter(({ state }) => state === "succeeded" || state === "failed");
  // Whether all nodes took over what is prepared is asked when it is to be completed.
  const isCompleted = ended.some(
    (one) => one.kind === "rotate-ca" || (one.kind === "retire-ca" && one.state === "succeeded"),
  );
  if (kind === "rotate-ca" && !isCompleted) return false;
  return ended.some((one) => one.input.nodeGroup === input.nodeGroup);
}
