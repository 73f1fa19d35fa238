import type { Operation } from "../operation/operation.ts";

/** The deadline came; what stood in the way last is the reason. */
export function timedOut({ kind, timeoutMinutes }: Operation, last: Operation["error"]) {
  return {
    code: "JRB_OPERATION_TIMED_OUT",
    message: `The ${kind} operation did not finish within ${timeoutMinutes} minutes.${last ? ` Last error: ${last.message}` : ""}`,
  };
}

export function isOverdue({ deadlineAt }: Operation, now: Date): boolean {
  return deadlineAt !== null && now >= deadlineAt;
}
