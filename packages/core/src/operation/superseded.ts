import type { Operation } from "./operation.ts";

/**
 * Those that ended before that time and that say nothing any more of how the cluster stands: a later
 * one about the same nodes came to an end of its own. Pure.
 *
 * @param operations - All of one cluster, in order of acceptance.
 */
export function superseded(operations: readonly Operation[], before: Date): readonly Operation[] {
  return operations.filter(
    ({ finishedAt, input }, index) =>
      finishedAt !== null &&
      finishedAt < before &&
      operations
        .slice(index + 1)
        .some(
          (later) =>
            later.input.nodeGroup === input.nodeGroup &&
            (later.state === "succeeded" || later.state === "failed"),
        ),
  );
}
