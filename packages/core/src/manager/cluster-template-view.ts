import { randomUUID } from "node:crypto";
import type { Requester } from "../cloud/cloud.ts";
import {
  type ClusterTemplate,
  type ClusterTemplateRequest,
  clusterTemplateRequestSchema,
} from "../cluster/cluster-template.ts";
import { generatedName } from "../cluster/generated-name.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requireVersion } from "./require-version.ts";
import { askingCloud } from "./cloud-failure.ts";
import type { ChangeOptions, CreateOptions, PublishOptions } from "./change-requests.ts";
import type { ClusterTemplates } from "./cluster-manager.ts";
import { requireKnownLabelValues } from "./label-rules.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { once, type RecordOutcome } from "./once.ts";
import { requireOwnProject } from "./own-project.ts";
import { parseRequest } from "./parse-request.ts";
import type { RequestIdentity } from "../request/recorded-request.ts";
import { lookUpResources } from "./resource-checks.ts";
import { templateDriver } from "./template-driver.ts";
import { requireOwner, requirePublishRight } from "./template-rights.ts";
import { requireBootDisk, requireCoeRules, requireDockerVolumeSize } from "./template-rules.ts";
import { updateTemplate } from "./template-update.ts";
import { requireUnused } from "./template-use.ts";
import { visibleTemplate } from "./visible.ts";

/** Cluster templates as one requester sees them. */
export function clusterTemplateView<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
  identity?: RequestIdentity,
): ClusterTemplates {
  const { store } = parts;
  return {
    async create(request, options) {
      const requester = await asking();
      return once(parts, requester, identity, {
        kind: "cluster template",
        find: (uuid) => store.clusterTemplates.find(uuid),
        work: (record) => createTemplate(parts, requester, request, record, options),
      });
    },
    get: async (identifier) => visibleTemplate(store, await asking(), identifier),
    list: async (page = {}) => {
      const requester = await asking();
      return store.clusterTemplates.list(
        requester.isAdmin ? page : { ...page, visibleTo: requester.projectId },
      );
    },
    update: async (identifier, change, options) =>
      updateTemplate(parts, await asking(), identifier, change, options),
    delete: async (identifier, options) =>
      deleteTemplate(parts, await asking(), identifier, options),
  };
}

/**
 * @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplatesController.post`
 * @differs an image that cannot be used is named; upstream finds no driver for its distribution first
 */
async function createTemplate<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterTemplateRequest,
  record: RecordOutcome,
  options: CreateOptions & PublishOptions = {},
): Promise<ClusterTemplate> {
  const { rules } = parts;
  const wish = parseRequest(clusterTemplateRequestSchema, request, "cluster template");
  const networkDriver = requireCoeRules(parts, wish);
  requireDockerVolumeSize(wish.dockerStorageDriver, wish.dockerVolumeSizeGib);
  const { resources } = await askingCloud("identity", () => parts.cloud.connectAs(requester));
  const found = await lookUpResources(resources, wish);
  // An image that cannot be read is told of after the policy was asked.
  const driver = found.image && templateDriver(parts, wish, found.image);
  await options.authorize?.();
  requireOwnProject(requester);
  const image = found.requireAll();
  requireKnownLabelValues(wish.labels);
  if (wish.public || wish.hidden) requirePublishRight(requester, options);
  requireBootDisk(found.flavors, wish.labels, rules);
  const template: ClusterTemplate = {
    ...wish,
    uuid: wish.uuid ?? randomUUID(),
    version: 1,
    name: wish.name ?? generatedName("template"),
    networkDriver,
    driver: driver?.name ?? null,
    projectId: requester.projectId,
    userId: requester.userId,
    clusterDistro: image.osDistro,
    createdAt: parts.clock.now(),
    updatedAt: null,
  };
  await parts.store.transaction(async (rows) => {
    if (await rows.clusterTemplates.find(template.uuid))
      throw new JeroboamError(
        "JRB_TEMPLATE_EXISTS",
        `A ClusterTemplate with UUID ${template.uuid} already exists.`,
        { details: { clusterTemplate: template.uuid } },
      );
    await rows.clusterTemplates.insert(template);
    await record(rows, template.uuid);
  });
  return template;
}

async function deleteTemplate<Services>(
  { store }: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  options?: ChangeOptions,
): Promise<void> {
  await store.transaction(async (rows) => {
    const template = await visibleTemplate(rows, requester, identifier);
    requireOwner(requester, template);
    requireVersion(template, options);
    await requireUnused(rows, template);
    await rows.clusterTemplates.remove(template);
  });
}
