import type { Requester } from "../cloud/cloud.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { subjectOf } from "../events/status-events.ts";
import type { OperationKind } from "../operation/operation.ts";
import { mayHaveBegun } from "../operation/steps.ts";
import { requireDriver } from "./cluster-driver.ts";
import type { ChangeOptions } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import { requireVersion } from "./require-version.ts";
import { visibleCluster } from "./visible.ts";

/** What is half gone is of no use to anybody. */
const FINAL: ReadonlySet<OperationKind> = new Set(["delete", "delete-node-group"]);

/** Asks that what is under way on a cluster, and what waits behind it, be ended; deletions go on. */
export async function cancelCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  options?: ChangeOptions,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    requireVersion(cluster, options);
    const open = await rows.operations.openOf(cluster.uuid);
    const stoppable = open.filter(({ kind }) => !FINAL.has(kind));
    const [first] = stoppable;
    if (!first || open.some(({ kind }) => kind === "delete")) {
      if (open.length > 0) throw notAllowed("Cancelling the deletion of", cluster);
      throw new JeroboamError(
        "JRB_NOTHING_TO_CANCEL",
        `Nothing is under way on cluster ${cluster.name} that could be cancelled.`,
        { details: { cluster: cluster.uuid, status: cluster.status } },
      );
    }
    const { driver } = await requireDriver(parts, rows, cluster);
    if (!driver.cancel && mayHaveBegun(first))
      throw notOffered(
        driver,
        "cancel",
        `Driver ${driver.name} cannot stop what the infrastructure has begun; wait for its end, or delete the cluster.`,
      );
    const now = parts.clock.now();
    for (const operation of stoppable.filter(({ cancelRequested }) => !cancelRequested)) {
      await rows.operations.replace({ ...operation, cancelRequested: true, notBefore: now });
      await rows.events.append({
        type: "operation.cancelling",
        ...subjectOf(cluster, operation.uuid, now),
        operation: operation.kind,
        requestedBy: requester.userId,
      });
    }
    if (first.state === "queued") await rows.outbox.append(first.uuid);
    return { cluster, operation: (await rows.operations.find(first.uuid)) ?? first };
  });
  parts.wakeUp.notify();
  return change;
}
