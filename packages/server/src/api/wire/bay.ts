import { type Cluster, type ClusterRequest, generatedName } from "@jeroboam/core";
import { z } from "zod";
import { linksTo } from "../links.ts";
import { MINIMUM } from "../microversion.ts";
import { pageAnswer } from "./answer-attribute.ts";
import { integer, text, texts } from "./attribute.ts";
import { clusterLongAnswer, clusterShortAnswer } from "./cluster-answer.ts";
import {
  clusterBodySchema,
  clusterFromWire,
  clusterToShortWire,
  clusterToWire,
  faultsOf,
} from "./cluster.ts";

/** Number of nodes of the default workers; a bay cannot be without. */
export const bayNodeCountSchema = integer(1);

/**
 * A cluster as it was before it had that name.
 *
 * @upstream magnum/api/controllers/v1/bay.py `Bay`
 */
export const bayBodySchema = clusterBodySchema
  .omit({
    cluster_template_id: true,
    create_timeout: true,
    faults: true,
    keypair: true,
    cluster_id: true,
    project_id: true,
    user_id: true,
    health_status: true,
    health_status_reason: true,
    merge_labels: true,
    labels_overridden: true,
    labels_added: true,
    labels_skipped: true,
  })
  .extend({
    baymodel_id: text(1, 255),
    bay_create_timeout: integer(0).nullish(),
    bay_faults: texts.nullish(),
    node_count: bayNodeCountSchema.nullish(),
  });

/** A create request in core's terms. */
export function bayFromWire(body: z.output<typeof bayBodySchema>): ClusterRequest {
  const { baymodel_id, bay_create_timeout, bay_faults: _, ...fields } = body;
  const wish = { ...fields, cluster_template_id: baymodel_id, create_timeout: bay_create_timeout };
  return { ...clusterFromWire(wish), name: body.name ?? generatedName("bay") };
}

const RENAMED = { cluster_template_id: true, create_timeout: true } as const;
const SHORT = { ...RENAMED, keypair: true, health_status: true, merge_labels: true } as const;
const BAY_NAMES = {
  baymodel_id: clusterShortAnswer.shape.cluster_template_id,
  bay_create_timeout: clusterShortAnswer.shape.create_timeout,
  floating_ip_enabled: z.boolean(),
};

/** A bay in a list. */
export const bayShortAnswer = clusterShortAnswer
  .omit({ ...SHORT, cluster_id: true })
  .extend(BAY_NAMES);
/** A bay with all that is known of it; `bay_faults` where it failed: node group → reason. */
export const bayAnswer = clusterLongAnswer
  .omit({
    ...SHORT,
    cluster_id: true,
    health_status_reason: true,
    project_id: true,
    user_id: true,
    labels_overridden: true,
    labels_added: true,
    labels_skipped: true,
  })
  .extend({ ...BAY_NAMES, bay_faults: z.record(z.string(), z.string().nullable()).optional() });
export const bayListAnswer = pageAnswer("bays", bayShortAnswer);
export const bayDetailAnswer = pageAnswer("bays", bayAnswer);

export function bayToShortWire(cluster: Cluster, baseUrl: string): z.input<typeof bayShortAnswer> {
  const {
    cluster_template_id: baymodelId,
    create_timeout: bayCreateTimeout,
    keypair: _keypair,
    health_status: _healthStatus,
    merge_labels: _mergeLabels,
    ...fields
  } = clusterToShortWire(cluster, baseUrl, MINIMUM);
  return {
    ...fields,
    baymodel_id: baymodelId,
    bay_create_timeout: bayCreateTimeout,
    floating_ip_enabled: cluster.floatingIpEnabled,
    links: linksTo(baseUrl, "bays", cluster.uuid),
  };
}

/** All fields but the faults. */
export function bayToWire(cluster: Cluster, baseUrl: string): z.input<typeof bayAnswer> {
  const {
    cluster_template_id: _clusterTemplateId,
    create_timeout: _createTimeout,
    keypair: _keypair,
    health_status: _healthStatus,
    health_status_reason: _healthStatusReason,
    merge_labels: _mergeLabels,
    project_id: _projectId,
    user_id: _userId,
    labels_overridden: _labelsOverridden,
    labels_added: _labelsAdded,
    labels_skipped: _labelsSkipped,
    ...fields
  } = clusterToWire(cluster, {}, baseUrl, MINIMUM);
  return { ...fields, ...bayToShortWire(cluster, baseUrl) };
}

/** Why a failed bay failed; empty for any other. */
export function bayFaultsOf(cluster: Cluster): Pick<z.input<typeof bayAnswer>, "bay_faults"> {
  const { faults } = faultsOf(cluster);
  return faults ? { bay_faults: { ...faults } } : {};
}
