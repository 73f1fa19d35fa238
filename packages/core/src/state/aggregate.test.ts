import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregate } from "./aggregate.ts";
import { CLUSTER_STATUSES, type ClusterStatus, phaseOf } from "./status.ts";

const group = (name: string, role: string, isDefault: boolean, status: ClusterStatus) => ({
  name,
  role,
  isDefault,
  status,
  statusReason: `${name} says so`,
});
const master = (status: ClusterStatus) => group("default-master", "master", true, status);
const worker = (status: ClusterStatus) => group("default-worker", "worker", true, status);
const extra = (status: ClusterStatus) => group("gpu", "worker", false, status);

describe("aggregate", () => {
  it.each([
    // default groups alone
    [
      "CREATE_IN_PROGRESS",
      [master("CREATE_COMPLETE"), worker("CREATE_COMPLETE")],
      "CREATE_COMPLETE",
      "default-master says so",
    ],
    [
      "CREATE_IN_PROGRESS",
      [master("CREATE_COMPLETE"), worker("CREATE_IN_PROGRESS")],
      "CREATE_IN_PROGRESS",
      "default-worker says so",
    ],
    [
      "CREATE_IN_PROGRESS",
      [master("CREATE_COMPLETE"), worker("CREATE_FAILED")],
      "CREATE_FAILED",
      "default-worker says so",
    ],
    [
      "UPDATE_IN_PROGRESS",
      [master("UPDATE_FAILED"), worker("UPDATE_IN_PROGRESS")],
      "UPDATE_IN_PROGRESS",
      "default-worker says so",
    ],
    [
      "UPDATE_IN_PROGRESS",
      [worker("ROLLBACK_COMPLETE"), master("ROLLBACK_COMPLETE")],
      "ROLLBACK_COMPLETE",
      "default-master says so",
    ],
    [
      "DELETE_IN_PROGRESS",
      [master("DELETE_COMPLETE"), worker("DELETE_COMPLETE")],
      "DELETE_COMPLETE",
      "default-master says so",
    ],
    // with further groups
    [
      "UPDATE_IN_PROGRESS",
      [master("CREATE_COMPLETE"), worker("CREATE_COMPLETE"), extra("CREATE_IN_PROGRESS")],
      "UPDATE_IN_PROGRESS",
      "gpu says so",
    ],
    [
      "UPDATE_IN_PROGRESS",
      [master("CREATE_COMPLETE"), worker("UPDATE_FAILED"), extra("CREATE_FAILED")],
      "UPDATE_FAILED",
      "default-worker failed, gpu failed",
    ],
    [
      "UPDATE_IN_PROGRESS",
      [master("CREATE_COMPLETE"), worker("CREATE_COMPLETE"), extra("CREATE_COMPLETE")],
      "UPDATE_COMPLETE",
      "default-master says so",
    ],
    [
      "CREATE_COMPLETE",
      [master("CREATE_COMPLETE"), worker("CREATE_COMPLETE"), extra("CREATE_COMPLETE")],
      "CREATE_COMPLETE",
      "default-master says so",
    ],
    [
      "DELETE_IN_PROGRESS",
      [master("DELETE_IN_PROGRESS"), worker("DELETE_IN_PROGRESS"), extra("DELETE_FAILED")],
      "DELETE_IN_PROGRESS",
      "default-master says so",
    ],
  ] as const)("from %s with %j makes %s", (previous, groups, status, reason) => {
    expect(aggregate(groups, previous)).toEqual({ status, reason });
  });

  it("has nothing to say of a cluster without groups", () => {
    expect(aggregate([], "CREATE_IN_PROGRESS")).toBeUndefined();
  });

  it("is in progress, failed or complete as the weightiest group, in whatever order the groups stand", () => {
    const statuses = fc.constantFrom(...CLUSTER_STATUSES);
    fc.assert(
      fc.property(
        statuses,
        statuses,
        fc.option(statuses, { nil: undefined }),
        statuses,
        (a, b, c, previous) => {
          const groups = [master(a), worker(b), ...(c ? [extra(c)] : [])];
          const sum = aggregate(groups, previous);
          const phases = groups.map((one) => phaseOf(one.status));
          const expected = (["IN_PROGRESS", "FAILED", "COMPLETE"] as const).find((phase) =>
            phases.includes(phase),
          );
          expect(sum && phaseOf(sum.status)).toBe(expected);
          expect(aggregate(groups.toReversed(), previous)?.status).toBe(sum?.status);
        },
      ),
    );
  });
});
