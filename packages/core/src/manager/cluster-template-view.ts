import { randomUUID } from "node:crypto";
import type { Requester } from "../cloud/cloud.ts";
import {
  type ClusterTemplate,
  type ClusterTemplateRequest,
  clusterTemplateRequestSchema,
} from "../cluster/cluster-template.ts";
import { generatedName } from "../cluster/generated-name.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { ClusterTemplates } from "./cluster-manager.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { parseRequest } from "./parse-request.ts";
import { requireImage, requireResources } from "./resource-checks.ts";
import { requireCoeRules, requireDockerVolumeSize } from "./template-rules.ts";
import { visibleTemplate } from "./visible.ts";

/** Cluster templates as one requester sees them. */
export function clusterTemplateView<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
): ClusterTemplates {
  const { store } = parts;
  return {
    create: async (request) => createTemplate(parts, await asking(), request),
    get: async (identifier) => visibleTemplate(store, await asking(), identifier),
    list: async (page = {}) => {
      const requester = await asking();
      return store.clusterTemplates.list(
        requester.isAdmin ? page : { ...page, visibleTo: requester.projectId },
      );
    },
    delete: async (identifier) => {
      const requester = await asking();
      await store.transaction(async (rows) => {
        const template = await visibleTemplate(rows, requester, identifier);
        if (!requester.isAdmin && template.projectId !== requester.projectId)
          throw new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
            details: { clusterTemplate: identifier },
          });
        const users = await rows.clusters.list({ clusterTemplateId: template.uuid, limit: 1 });
        if (users.length > 0)
          throw new JeroboamError(
            "JRB_TEMPLATE_IN_USE",
            `ClusterTemplate ${identifier} is referenced by one or multiple clusters.`,
            { details: { clusterTemplate: identifier } },
          );
        await rows.clusterTemplates.remove(template);
      });
    },
  };
}

/** @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplatesController.post` */
async function createTemplate<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterTemplateRequest,
): Promise<ClusterTemplate> {
  const wish = parseRequest(clusterTemplateRequestSchema, request, "cluster template");
  const rules = requireCoeRules(wish);
  requireDockerVolumeSize(wish.dockerStorageDriver, wish.dockerVolumeSizeGib);
  const { resources } = await parts.cloud.connectAs(requester);
  const image = await requireImage(resources, wish.imageId);
  parts.drivers.resolve(
    { serverType: wish.serverType, os: image.osDistro, coe: wish.coe },
    wish.driver,
  );
  await requireResources(resources, wish);
  if ((wish.public || wish.hidden) && !requester.isAdmin)
    throw new JeroboamError(
      "JRB_NOT_AUTHORIZED",
      "Not authorized to set public or hidden flag for cluster template.",
      { details: { reason: "publish" } },
    );
  const template: ClusterTemplate = {
    ...wish,
    uuid: wish.uuid ?? randomUUID(),
    version: 1,
    name: wish.name ?? generatedName("template"),
    networkDriver: wish.networkDriver ?? rules.defaultNetworkDriver,
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
  });
  return template;
}
