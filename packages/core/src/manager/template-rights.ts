import type { Requester } from "../cloud/cloud.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Who sees a public template need not be who may change it. */
export function requireOwner(requester: Requester, template: ClusterTemplate): void {
  if (requester.isAdmin || template.projectId === requester.projectId) return;
  throw new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
    details: { clusterTemplate: template.uuid },
  });
}

/** Only admins decide what other projects see. */
export function requirePublishRight(requester: Requester): void {
  if (requester.isAdmin) return;
  throw new JeroboamError(
    "JRB_NOT_AUTHORIZED",
    "Not authorized to set public or hidden flag for cluster template.",
    { details: { reason: "publish" } },
  );
}
