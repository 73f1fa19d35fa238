import { CLUSTER_NAME_MAX_LENGTH } from "@jeroboam/core";
import { z } from "zod";
import { linksAnswer, pageAnswer, textOrNull } from "./answer-attribute.ts";
import { anyText, oneOf, readOnly, text, texts, uuid } from "./attribute.ts";
import { pythonText } from "../../python-text.ts";

const FEDERATION_STATUSES = [
  "CREATE_IN_PROGRESS",
  "CREATE_FAILED",
  "CREATE_COMPLETE",
  "UPDATE_IN_PROGRESS",
  "UPDATE_FAILED",
  "UPDATE_COMPLETE",
  "DELETE_IN_PROGRESS",
  "DELETE_FAILED",
  "DELETE_COMPLETE",
] as const;

/** @upstream magnum/api/controllers/v1/federation.py `Federation` */
export const federationBodySchema = z.strictObject({
  uuid: uuid.nullish(),
  name: text(1, CLUSTER_NAME_MAX_LENGTH, /^[a-zA-Z][a-zA-Z0-9_.-]*$/).nullish(),
  hostcluster_id: anyText.nullish(),
  member_ids: z
    .array(anyText, { error: ({ input }) => `Value not a valid list: ${pythonText(input)}` })
    .nullish(),
  status: oneOf(FEDERATION_STATUSES).nullish(),
  status_reason: anyText.nullish(),
  properties: texts.nullish(),
  links: readOnly,
  created_at: readOnly,
  updated_at: readOnly,
});

/** Clusters that a host cluster holds together. */
export const federationAnswer = z.object({
  uuid: z.guid(),
  name: z.string(),
  hostcluster_id: z.guid(),
  member_ids: z.array(z.guid()),
  status: z.enum(FEDERATION_STATUSES),
  status_reason: textOrNull.optional(),
  properties: z.record(z.string(), z.string()),
  links: linksAnswer,
});
export const federationListAnswer = pageAnswer("federations", federationAnswer);

/** What federations can be sorted by: name on the wire → property of the row. */
export const FEDERATION_SORT_KEYS = {
  uuid: "uuid",
  name: "name",
  project_id: "projectId",
  hostcluster_id: "hostclusterId",
  member_ids: "memberIds",
  status: "status",
  status_reason: "statusReason",
  properties: "properties",
  created_at: "createdAt",
  updated_at: "updatedAt",
} as const satisfies Record<string, string>;
