import { deadlineFrom, type Operation } from "./operation.ts";

/** When an unfinished operation can be claimed: at its time, or when the lease of its claim has run out. */
export function dueAt({ state, leaseUntil, notBefore }: Operation): Date {
  return state === "running" && leaseUntil ? leaseUntil : notBefore;
}

/** An operation as a claim leaves it. */
export function claimedBy(
  operation: Operation,
  {
    owner,
    now,
    leaseUntil,
  }: { readonly owner: string; readonly now: Date; readonly leaseUntil: Date },
): Operation {
  return {
    ...operation,
    state: "running",
    leaseOwner: owner,
    leaseUntil,
    attempt: operation.attempt + 1,
    deadlineAt: operation.deadlineAt ?? deadlineFrom(operation, now),
  };
}
