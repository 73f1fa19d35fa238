import type { Store } from "@jeroboam/core";
import type { ApiClient } from "./api-client.ts";
import { createCluster, type TenantOptions } from "./tenant.ts";

export interface QuotaRequest extends Omit<TenantOptions, "name"> {
  readonly admin: ApiClient;
  readonly projectId: string;
  readonly store: Store;
  /** How many more clusters the project may make than it has. */
  readonly room: number;
  /** How many requests try to, all at once. */
  readonly tries: number;
}

/** Limits a project to a little more than it has; exactly that little more must be let in. */
export async function quotaComplaints(request: QuotaRequest): Promise<readonly string[]> {
  const { admin, projectId, store, room, tries, ledger } = request;
  const count = async () => (await store.clusters.totals({ projectId })).clusters;
  const before = await count();
  const limit = before + room;
  const answer = await admin.askUntilAnswered({
    method: "POST",
    path: "/quotas",
    body: { project_id: projectId, resource: "Cluster", hard_limit: limit },
  });
  if (answer.status !== 201) return [`no quota: ${JSON.stringify(answer)}`];
  const names = Array.from({ length: tries }, (_, nth) => `quota-${request.project}-${nth}`);
  await Promise.all(names.map((name) => createCluster(request, name)));
  const accepted = ledger.clusters.filter(
    ({ name, creation }) => names.includes(name) && creation === "accepted",
  ).length;
  const after = await count();
  return accepted === room && after === limit
    ? []
    : [
        `${accepted} of ${tries} requests were accepted for project ${projectId}, which had ${before} clusters, may have ${limit}, and has ${after}`,
      ];
}
