import { CLUSTER_STATUSES, nodeTaintSchema } from "@jeroboam/core";
import { z } from "zod";
import {
  dateTime,
  labelsAnswer,
  linksAnswer,
  pageAnswer,
  textOrNull,
  wholeOrNull,
} from "./answer-attribute.ts";

/** A node group in a list. */
export const nodeGroupShortAnswer = z.object({
  uuid: z.guid(),
  name: z.string(),
  flavor_id: textOrNull,
  image_id: z.string(),
  node_count: z.int(),
  role: z.string(),
  min_node_count: z.int(),
  max_node_count: wholeOrNull,
  is_default: z.boolean(),
  stack_id: textOrNull,
  status: z.enum(CLUSTER_STATUSES),
  merge_labels: z.boolean(),
});

/** A node group with all that is known of it. */
export const nodeGroupAnswer = nodeGroupShortAnswer.extend({
  cluster_id: z.guid(),
  project_id: z.string(),
  docker_volume_size: wholeOrNull,
  labels: labelsAnswer,
  node_addresses: z.array(z.string()),
  status_reason: textOrNull,
  version: textOrNull,
  labels_overridden: labelsAnswer,
  labels_added: labelsAnswer,
  labels_skipped: labelsAnswer,
  /** Since 1.14. */
  node_labels: labelsAnswer.optional(),
  /** Since 1.14. */
  node_taints: z.array(nodeTaintSchema).optional(),
  links: linksAnswer,
  created_at: dateTime,
  updated_at: dateTime.nullable(),
});

export const nodeGroupListAnswer = pageAnswer("nodegroups", nodeGroupShortAnswer);
