import type { CredentialHolder } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Operation, OperationKind } from "../operation/operation.ts";
import type { Store } from "../store/store.ts";

const ASK_FOR_CREDENTIALS: ReadonlySet<OperationKind> = new Set(["create", "rotate-credential"]);

/** By what the cluster's credentials are found again, with everybody whose token may have made one. */
export async function credentialHolder(
  { operations }: Pick<Store, "operations">,
  cluster: Cluster,
): Promise<CredentialHolder> {
  const asked = acquiring(await operations.ofCluster(cluster.uuid));
  const requesterIds = new Set([cluster.userId, ...asked.map(({ requestedBy }) => requestedBy)]);
  return { uuid: cluster.uuid, projectId: cluster.projectId, requesterIds: [...requesterIds] };
}

/**
 * Whether a credential may have been made for the cluster that never got on record: an operation that
 * asks for one did not come so far, or is no longer known.
 */
export function mayHaveLost(operations: readonly Operation[]): boolean {
  const asked = acquiring(operations);
  return (
    !asked.some(({ kind }) => kind === "create") ||
    asked.some(({ finishedSteps }) => !finishedSteps.includes("credentials"))
  );
}

function acquiring(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter(({ kind }) => ASK_FOR_CREDENTIALS.has(kind));
}
