import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** A credential acts in the project of whoever asks for it, so only the cluster's own project can ask. */
export function requireTrustor(requester: Requester, { uuid, projectId }: Cluster): void {
  if (requester.projectId === projectId) return;
  throw new JeroboamError(
    "JRB_NOT_AUTHORIZED",
    "The cluster is to get a credential, which only somebody of its own project can have made.",
    { details: { cluster: uuid, project: projectId } },
  );
}
