import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { StoreRows } from "../store/store.ts";
import { templateNotFound } from "./visible.ts";

/** What a transaction holds that uses a cluster template, or that relies on nobody using it. */
function templateUse({ uuid }: ClusterTemplate): string {
  return `cluster template ${uuid}`;
}

/**
 * Begins to use a template in this transaction. Throws `JRB_TEMPLATE_NOT_FOUND` when it is gone and
 * `JRB_STORE_CONFLICT` when it became another one since it was read.
 */
export async function useTemplate(rows: StoreRows, template: ClusterTemplate): Promise<void> {
  await rows.hold(templateUse(template));
  const current = await rows.clusterTemplates.find(template.uuid);
  if (!current) throw templateNotFound(template.uuid);
  if (current.version === template.version) return;
  throw new JeroboamError(
    "JRB_STORE_CONFLICT",
    `The cluster template ${template.name} was changed meanwhile; ask again.`,
    { details: { kind: "cluster template", uuid: template.uuid }, retryable: true },
  );
}

/** Refuses what would change or take away the template under clusters. */
export async function requireUnused(rows: StoreRows, template: ClusterTemplate): Promise<void> {
  await rows.hold(templateUse(template));
  const users = await rows.clusters.list({ clusterTemplateId: template.uuid, limit: 1 });
  if (users.length === 0 && !(await rows.operations.leadsTo(template.uuid))) return;
  throw new JeroboamError(
    "JRB_TEMPLATE_IN_USE",
    `ClusterTemplate ${template.uuid} is referenced by one or multiple clusters.`,
    { details: { clusterTemplate: template.uuid } },
  );
}
