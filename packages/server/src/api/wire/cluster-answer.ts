import { CLUSTER_STATUSES, HEALTH_STATUSES } from "@jeroboam/core";
import { z } from "zod";
import {
  dateTime,
  labelsAnswer,
  linksAnswer,
  pageAnswer,
  textOrNull,
  wholeOrNull,
} from "./answer-attribute.ts";

/** What was asked for, filled in by the template and the service. */
export const requestedShape = {
  name: z.string(),
  cluster_template_id: z.guid(),
  keypair: textOrNull,
  node_count: z.int(),
  master_count: z.int(),
  docker_volume_size: wholeOrNull,
  labels: labelsAnswer,
  master_flavor_id: textOrNull,
  flavor_id: textOrNull,
  create_timeout: z.int(),
};

/** Where the nodes stand. */
export const placementShape = {
  fixed_network: textOrNull,
  fixed_subnet: textOrNull,
  floating_ip_enabled: z.boolean(),
  master_lb_enabled: z.boolean(),
};

/** A cluster in a list. */
export const clusterShortAnswer = z.object({
  uuid: z.guid(),
  ...requestedShape,
  /** Until 1.12. */
  stack_id: textOrNull.optional(),
  /** Since 1.13. */
  cluster_id: textOrNull.optional(),
  status: z.enum(CLUSTER_STATUSES),
  health_status: z.enum(HEALTH_STATUSES).nullable(),
  merge_labels: z.boolean(),
  links: linksAnswer,
});

/** A cluster with all that is known of it but its faults. */
export const clusterLongAnswer = clusterShortAnswer.extend({
  status_reason: textOrNull,
  health_status_reason: z.record(z.string(), z.string()).nullable(),
  discovery_url: textOrNull,
  api_address: textOrNull,
  coe_version: textOrNull,
  container_version: textOrNull,
  node_addresses: z.array(z.string()),
  master_addresses: z.array(z.string()),
  project_id: z.string(),
  user_id: z.string(),
  ...placementShape,
  labels_overridden: labelsAnswer,
  labels_added: labelsAnswer,
  labels_skipped: labelsAnswer,
  created_at: dateTime,
  updated_at: dateTime.nullable(),
});

/** One cluster; `faults` where it failed: node group → reason. */
export const clusterAnswer = clusterLongAnswer.extend({
  faults: z.record(z.string(), textOrNull).optional(),
});

export const clusterListAnswer = pageAnswer("clusters", clusterShortAnswer);
export const clusterDetailAnswer = pageAnswer("clusters", clusterLongAnswer);
