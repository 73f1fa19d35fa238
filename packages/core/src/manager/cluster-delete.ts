import type { Requester } from "../cloud/cloud.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { acceptChange } from "./accept-operation.ts";
import { notAllowed } from "./refusals.ts";
import { requireVersion } from "./require-version.ts";
import type { ChangeOptions } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { visibleCluster } from "./visible.ts";

/** Cancels what runs on the cluster and stores its deletion. */
export async function deleteCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  options?: ChangeOptions,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    requireVersion(cluster, options);
    const open = await rows.operations.openOf(cluster.uuid);
    const deleting = open.find((operation) => operation.kind === "delete");
    if (deleting) return { cluster, operation: deleting };
    const next = requestedCluster(cluster, { kind: "delete", nodeGroup: null });
    if (!next) throw notAllowed("Deleting", cluster);
    const now = parts.clock.now();
    // One that runs must first say that it stopped: a stack that it is just asking for would be orphaned.
    for (const operation of open)
      await rows.operations.replace({ ...operation, cancelRequested: true, notBefore: now });
    return acceptChange(rows, { before: cluster, next, kind: "delete", requester, now });
  });
  parts.wakeUp.notify();
  return change;
}
