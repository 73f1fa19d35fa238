import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPERATION_KINDS } from "../operation/operation.ts";
import { actionOf, CLUSTER_STATUSES, type ClusterStatus, phaseOf } from "./status.ts";
import { type StatusEvent, transition } from "./transition.ts";

const IDLE = CLUSTER_STATUSES.filter((status) => phaseOf(status) !== "IN_PROGRESS");
const MOVING = CLUSTER_STATUSES.filter((status) => phaseOf(status) === "IN_PROGRESS");
const HEALTHY: readonly ClusterStatus[] = [
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "RESUME_COMPLETE",
  "RESTORE_COMPLETE",
  "ROLLBACK_COMPLETE",
  "SNAPSHOT_COMPLETE",
  "CHECK_COMPLETE",
  "ADOPT_COMPLETE",
];

const isRequest = ({ kind }: StatusEvent) => kind === "requested" || kind === "retried";
const EVENTS: readonly StatusEvent[] = [
  ...OPERATION_KINDS.map((operation) => ({ kind: "requested" as const, operation })),
  ...OPERATION_KINDS.map((operation) => ({ kind: "retried" as const, operation })),
  { kind: "refused" },
  { kind: "timedOut" },
  { kind: "absent" },
  ...CLUSTER_STATUSES.map((status) => ({ kind: "observed" as const, status })),
];

const deleteKinds = (statuses: readonly ClusterStatus[]) =>
  new Set(statuses.map((one) => transition(one, { kind: "requested", operation: "delete" }).kind));

describe("a request", () => {
  it("to create begins a row and nothing else", () => {
    const event = { kind: "requested", operation: "create" } as const;
    expect(transition(undefined, event)).toEqual({ kind: "moved", status: "CREATE_IN_PROGRESS" });
    for (const status of CLUSTER_STATUSES) expect(transition(status, event).kind).toBe("rejected");
  });

  it("to update is allowed in the healthy idle statuses alone (lifecycle 1.2)", () => {
    const allowed = CLUSTER_STATUSES.filter(
      (status) =>
        transition(status, { kind: "requested", operation: "update" }).kind !== "rejected",
    );
    expect(new Set(allowed)).toEqual(new Set(HEALTHY));
  });

  it("to resize is also allowed while updating and after a failed update (lifecycle 1.2)", () => {
    const allowed = CLUSTER_STATUSES.filter(
      (status) =>
        transition(status, { kind: "requested", operation: "resize" }).kind !== "rejected",
    );
    expect(new Set(allowed)).toEqual(new Set([...HEALTHY, "UPDATE_FAILED", "UPDATE_IN_PROGRESS"]));
  });

  it("to delete is allowed in every status", () => {
    expect(deleteKinds(["DELETE_IN_PROGRESS"])).toEqual(new Set(["unchanged"]));
    expect(deleteKinds(CLUSTER_STATUSES.filter((one) => one !== "DELETE_IN_PROGRESS"))).toEqual(
      new Set(["moved"]),
    );
  });
});

describe("a failure of ours", () => {
  it.each(MOVING)("ends %s in the same action's FAILED", (status) => {
    for (const kind of ["refused", "timedOut"] as const)
      expect(transition(status, { kind })).toEqual({
        kind: "moved",
        status: `${actionOf(status)}_FAILED`,
      });
  });
});

describe("infrastructure that is not there", () => {
  it.each([
    ["CREATE_IN_PROGRESS", "CREATE_FAILED"],
    ["UPDATE_IN_PROGRESS", "UPDATE_FAILED"],
    ["ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED"],
    ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"],
  ] as const)("turns %s into %s", (from, to) => {
    expect(transition(from, { kind: "absent" })).toEqual({ kind: "moved", status: to });
  });
});

describe("a healthy idle cluster", () => {
  const become = (event: StatusEvent) =>
    HEALTHY.map((status) => {
      const next = transition(status, event);
      return next.kind === "moved" ? next.status : status;
    });
  const all = (status: ClusterStatus) => HEALTHY.map(() => status);

  it("whose infrastructure is gone, or half deleted by hand, has failed", () => {
    expect(become({ kind: "absent" })).toEqual(all("UPDATE_FAILED"));
    expect(become({ kind: "observed", status: "DELETE_FAILED" })).toEqual(all("UPDATE_FAILED"));
  });

  it.each(["UPDATE_COMPLETE", "UPDATE_FAILED", "ROLLBACK_COMPLETE", "CHECK_COMPLETE"] as const)(
    "takes over the %s of somebody else's change",
    (status) => expect(become({ kind: "observed", status })).toEqual(all(status)),
  );

  it.each([
    "UPDATE_IN_PROGRESS",
    "ROLLBACK_IN_PROGRESS",
    "DELETE_IN_PROGRESS",
    "CREATE_COMPLETE",
  ] as const)("waits for the end of %s", (status) =>
    expect(become({ kind: "observed", status })).toEqual(HEALTHY),
  );
});

describe("an observation", () => {
  it("of the request's own end is copied", () => {
    for (const status of MOVING)
      for (const phase of ["COMPLETE", "FAILED"] as const) {
        const seen = `${actionOf(status)}_${phase}` as ClusterStatus;
        expect(transition(status, { kind: "observed", status: seen })).toEqual({
          kind: "moved",
          status: seen,
        });
      }
  });

  it("from before an update began is not taken for its end", () => {
    expect(
      transition("UPDATE_IN_PROGRESS", { kind: "observed", status: "CREATE_COMPLETE" }).kind,
    ).toBe("unchanged");
  });

  it("during a delete says nothing unless it speaks of the delete", () => {
    for (const status of CLUSTER_STATUSES.filter((one) => !one.startsWith("DELETE")))
      expect(transition("DELETE_IN_PROGRESS", { kind: "observed", status }).kind).toBe("unchanged");
  });

  it("never makes a delete out of what nobody asked to delete", () => {
    for (const status of CLUSTER_STATUSES.filter((one) => one !== "DELETE_IN_PROGRESS"))
      for (const seen of ["DELETE_COMPLETE", "DELETE_FAILED", "DELETE_IN_PROGRESS"] as const) {
        const next = transition(status, { kind: "observed", status: seen });
        expect(next.kind === "moved" && next.status.startsWith("DELETE")).toBe(false);
      }
  });
});

describe("every status with every event", () => {
  it("leaves what failed only by a request, or a delete whose last step failed", () => {
    for (const status of IDLE.filter((one) => phaseOf(one) === "FAILED"))
      for (const event of EVENTS.filter((one) => !isRequest(one)))
        expect(transition(status, event)).toEqual({ kind: "unchanged" });
  });

  it("leaves a healthy idle status by itself only for how a change by hand ended", () => {
    for (const status of HEALTHY)
      for (const event of EVENTS.filter((one) => !isRequest(one))) {
        const next = transition(status, event);
        if (next.kind === "unchanged") continue;
        expect(next).toMatchObject({ kind: "moved" });
        expect(next.kind === "moved" && phaseOf(next.status)).not.toBe("IN_PROGRESS");
      }
  });

  it("leaves DELETE_COMPLETE only towards another try at deleting", () => {
    const next = EVENTS.map((event) => transition("DELETE_COMPLETE", event)).flatMap((outcome) =>
      outcome.kind === "moved" ? [outcome.status] : [],
    );
    expect(new Set(next)).toEqual(new Set(["DELETE_FAILED", "DELETE_IN_PROGRESS"]));
  });

  it("has nothing left to do when the same is seen again", () => {
    const observed = fc
      .constantFrom(...CLUSTER_STATUSES)
      .map((status) => ({ kind: "observed", status }) as const);
    fc.assert(
      fc.property(fc.constantFrom(...CLUSTER_STATUSES), observed, (from, event) => {
        const once = transition(from, event);
        const after = once.kind === "moved" ? once.status : from;
        expect(transition(after, event).kind).toBe("unchanged");
      }),
    );
  });
});

describe("a retry", () => {
  it.each(OPERATION_KINDS)("to %s is allowed after a failure or a rollback alone", (operation) => {
    const allowed = CLUSTER_STATUSES.filter(
      (status) => transition(status, { kind: "retried", operation }).kind !== "rejected",
    );
    const failed = CLUSTER_STATUSES.filter((status) => phaseOf(status) === "FAILED");
    expect(new Set(allowed)).toEqual(new Set([...failed, "ROLLBACK_COMPLETE"]));
    expect(transition(undefined, { kind: "retried", operation }).kind).toBe("rejected");
  });
});
