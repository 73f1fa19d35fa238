import type { Requester } from "../cloud/cloud.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { PublishOptions } from "./change-requests.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Who sees a public template need not be who may change it. */
export function requireOwner(requester: Requester, template: ClusterTemplate): void {
  if (requester.isAdmin || template.projectId === requester.projectId) return;
  throw new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
    details: { clusterTemplate: template.uuid },
  });
}

/** What other projects see is for admins to decide, or for whom the caller vouches. */
export function requirePublishRight(
  requester: Requester,
  { mayPublish = requester.isAdmin }: PublishOptions,
): void {
  if (mayPublish) return;
  throw new JeroboamError(
    "JRB_NOT_AUTHORIZED",
    "Not authorized to set public or hidden flag for cluster template.",
    { details: { reason: "publish" } },
  );
}
