import type { Requester } from "../cloud/cloud.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { type Quota, type QuotaRequest, quotaRequestSchema } from "../quota/quota.ts";
import type { QuotaQuery, QuotaRows } from "../store/store.ts";
import { askingCloud } from "./cloud-failure.ts";
import type { Quotas } from "./cluster-manager.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { once } from "./once.ts";
import { parseRequest } from "./parse-request.ts";
import type { RequestIdentity } from "../request/recorded-request.ts";

/**
 * Limits of projects as one requester sees them; only admins set them.
 *
 * @upstream magnum/api/controllers/v1/quota.py `QuotaController`
 */
export function quotaView<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
  identity?: RequestIdentity,
): Quotas {
  const { store, clock, rules } = parts;
  const parse = (request: QuotaRequest) => parseRequest(quotaRequestSchema, request, "quota");
  return {
    async get(projectId, resource) {
      const requester = await asking();
      if (!requester.isAdmin && requester.projectId !== projectId) throw notAuthorized(projectId);
      const own = await store.quotas.find(projectId, resource);
      return own ?? { projectId, resource, hardLimit: rules.maxClustersPerProject };
    },
    async list(page = {}) {
      const requester = await asking();
      const seen = requester.isAdmin ? page : { ...page, projectId: requester.projectId };
      await requireMarker(store.quotas, seen);
      return store.quotas.list(seen);
    },
    async create(request) {
      const requester = await requireAdmin(asking, request.projectId);
      const wish = parse(request);
      await requireProject(parts, wish.projectId);
      return once<Services, Quota>(parts, requester, identity, {
        kind: "quota",
        async find(outcome) {
          const quota = await store.quotas.find(wish.projectId, wish.resource);
          return quota && String(quota.id) === outcome ? quota : undefined;
        },
        work: (record) =>
          store.transaction(async (rows) => {
            if (await rows.quotas.find(wish.projectId, wish.resource))
              throw new JeroboamError(
                "JRB_QUOTA_EXISTS",
                `Quota for project ${wish.projectId} already exists for resource ${wish.resource}.`,
                { details: { project: wish.projectId, resource: wish.resource } },
              );
            const quota = await rows.quotas.insert({
              ...wish,
              version: 1,
              createdAt: clock.now(),
              updatedAt: null,
            });
            await record(rows, String(quota.id));
            return quota;
          }),
      });
    },
    async update(request) {
      await requireAdmin(asking, request.projectId);
      const wish = parse(request);
      return store.transaction(async (rows) =>
        rows.quotas.replace({
          ...(await existing(rows.quotas, wish.projectId, wish.resource)),
          hardLimit: wish.hardLimit,
          updatedAt: clock.now(),
        }),
      );
    },
    async delete(projectId, resource) {
      await requireAdmin(asking, projectId);
      await store.transaction(async (rows) =>
        rows.quotas.remove(await existing(rows.quotas, projectId, resource)),
      );
    },
  };
}

async function existing(
  quotas: QuotaRows,
  projectId: string,
  resource: Quota["resource"],
): Promise<Quota> {
  const quota = await quotas.find(projectId, resource);
  if (quota) return quota;
  throw new JeroboamError(
    "JRB_QUOTA_NOT_FOUND",
    `Quota could not be found: project_id ${projectId} resource ${resource}.`,
    { details: { project: projectId, resource } },
  );
}

/** A page after a row that the requester does not see begins nowhere. */
async function requireMarker(quotas: QuotaRows, { marker, projectId }: QuotaQuery): Promise<void> {
  if (marker === undefined) return;
  const visible = await quotas.list(projectId === undefined ? {} : { projectId });
  if (visible.some(({ id }) => id === marker)) return;
  throw new JeroboamError("JRB_QUOTA_NOT_FOUND", `Quota could not be found: quota id ${marker} .`, {
    details: { quota: marker },
  });
}

async function requireProject<Services>(
  { cloud }: ManagerParts<Services>,
  projectId: string,
): Promise<void> {
  const known = await askingCloud("identity", async () => cloud.projectExists?.(projectId));
  if (known ?? true) return;
  throw new JeroboamError(
    "JRB_PROJECT_NOT_FOUND",
    `The project_id ${projectId} could not be found.`,
    { details: { project: projectId } },
  );
}

async function requireAdmin(asking: Asking, projectId: string): Promise<Requester> {
  const requester = await asking();
  if (!requester.isAdmin) throw notAuthorized(projectId);
  return requester;
}

function notAuthorized(projectId: string): JeroboamError {
  return new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
    details: { project: projectId },
  });
}
