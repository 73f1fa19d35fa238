import { isDeepStrictEqual } from "node:util";
import type { Requester } from "../cloud/cloud.ts";
import {
  type ClusterTemplate,
  type ClusterTemplateChange,
  clusterTemplateRequestSchema,
} from "../cluster/cluster-template.ts";
import { generatedName } from "../cluster/generated-name.ts";
import { requireVersion } from "./require-version.ts";
import { askingCloud } from "./cloud-failure.ts";
import type { ChangeOptions, PublishOptions } from "./change-requests.ts";
import { requireKnownLabelValues } from "./label-rules.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { parseRequest } from "./parse-request.ts";
import { lookUpResources } from "./resource-checks.ts";
import { templateDriver } from "./template-driver.ts";
import { requireUnused } from "./template-use.ts";
import { requireOwner, requirePublishRight } from "./template-rights.ts";
import { requireCoeRules } from "./template-rules.ts";
import { untilCurrent } from "./until-current.ts";
import { visibleTemplate } from "./visible.ts";

const FIELDS = clusterTemplateRequestSchema.omit({ uuid: true });

/**
 * Sets what is given of a cluster template, as if the whole were asked for again; answers the
 * template, as it was where nothing changes.
 *
 * @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplatesController.patch`
 * @differs another image, COE or server type needs a driver, and `cluster_distro` follows the image;
 * upstream keeps the former distribution
 */
export async function updateTemplate<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  change: ClusterTemplateChange,
  options: ChangeOptions & PublishOptions = {},
): Promise<ClusterTemplate> {
  return untilCurrent(async () => {
    const before = await visibleTemplate(parts.store, requester, identifier);
    requireOwner(requester, before);
    requireVersion(before, options);
    const after = await admitChange(parts, requester, before, change, options);
    return storeChange(parts, before, after, options);
  });
}

async function admitChange<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  before: ClusterTemplate,
  change: ClusterTemplateChange,
  options: PublishOptions,
): Promise<ClusterTemplate> {
  const wish = parseRequest(FIELDS, { ...requestOf(before), ...given(change) }, "cluster template");
  const networkDriver = requireCoeRules(parts, wish);
  const { resources } = await askingCloud("identity", () => parts.cloud.connectAs(requester));
  const image = (await lookUpResources(resources, wish)).requireAll();
  requireKnownLabelValues(wish.labels);
  if (before.public !== wish.public || before.hidden !== wish.hidden)
    requirePublishRight(requester, options);
  const clusterDistro = before.imageId === wish.imageId ? before.clusterDistro : image.osDistro;
  const moved = MOVING_FIELDS.some((field) => before[field] !== wish[field]);
  const named = moved && change.driver === undefined ? null : wish.driver;
  const asBefore = !moved && named === before.driver;
  return {
    ...before,
    ...wish,
    name: wish.name ?? generatedName("template"),
    networkDriver,
    clusterDistro,
    driver: asBefore
      ? before.driver
      : templateDriver(parts, { ...wish, driver: named }, { ...image, osDistro: clusterDistro })
          .name,
  };
}

/** What another driver may be needed for. */
const MOVING_FIELDS = ["serverType", "imageId", "coe"] as const;

async function storeChange<Services>(
  { store, clock }: ManagerParts<Services>,
  before: ClusterTemplate,
  after: ClusterTemplate,
  options: ChangeOptions | undefined,
): Promise<ClusterTemplate> {
  const changed = changedFields(before, after);
  if (changed.length === 0) return before;
  return store.transaction(async (rows) => {
    const stored = await rows.clusterTemplates.find(before.uuid);
    if (stored) requireVersion(stored, options);
    if (!isHarmless(changed, after)) await requireUnused(rows, before);
    return rows.clusterTemplates.replace({ ...after, updatedAt: clock.now() });
  });
}

/**
 * Whether clusters that use the template do not notice: one thing alone, its name, its tags, or who
 * sees it.
 *
 * @upstream magnum/db/sqlalchemy/api.py `Connection._is_publishing_cluster_template`
 */
function isHarmless(changed: readonly string[], after: ClusterTemplate): boolean {
  const [only, ...others] = changed;
  if (others.length > 0) return false;
  if (only === "public") return after.public;
  if (only === "tags") return after.tags !== null;
  return only === "name" || only === "hidden";
}

function changedFields(before: ClusterTemplate, after: ClusterTemplate): readonly string[] {
  const [old, now] = [requestOf(before), requestOf(after)];
  return Object.keys(now).filter((key) => !isDeepStrictEqual(old[key], now[key]));
}

/** What of a stored template its owner chose. */
function requestOf(template: ClusterTemplate): Readonly<Record<string, unknown>> {
  const row: Readonly<Record<string, unknown>> = template;
  return Object.fromEntries(Object.keys(FIELDS.shape).map((field) => [field, row[field]]));
}

function given(change: ClusterTemplateChange): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
