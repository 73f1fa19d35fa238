import {
  type EffectiveQuota,
  type Quota,
  QUOTA_RESOURCES,
  type QuotaRequest,
} from "@jeroboam/core";
import { z } from "zod";
import { dateTime, pageAnswer } from "./answer-attribute.ts";
import { integer, oneOf, readOnly, text } from "./attribute.ts";
import { timestamp } from "./timestamp.ts";

/** @upstream magnum/api/controllers/v1/quota.py `Quota` */
export const quotaBodySchema = z.strictObject({
  id: integer(1).nullish(),
  project_id: text(1, 255).nullish(),
  resource: oneOf(QUOTA_RESOURCES).nullish(),
  hard_limit: integer(0).optional(),
  created_at: readOnly,
  updated_at: readOnly,
});

/** A request in core's terms; a limit that is not given is 1. */
export function quotaFromWire(
  body: z.output<typeof quotaBodySchema>,
  projectId: string,
): QuotaRequest {
  return { projectId, resource: body.resource ?? "Cluster", hardLimit: body.hard_limit ?? 1 };
}

/** A project's limit; without id and dates it is the service's default. */
export const quotaAnswer = z.object({
  id: z.int().optional(),
  hard_limit: z.int(),
  project_id: z.string(),
  resource: z.enum(QUOTA_RESOURCES),
  created_at: dateTime.optional(),
  updated_at: dateTime.nullish(),
});
export const quotasAnswer = pageAnswer("quotas", quotaAnswer);

export function quotaToWire(quota: EffectiveQuota): z.input<typeof quotaAnswer> {
  const limit = {
    hard_limit: quota.hardLimit,
    project_id: quota.projectId,
    resource: quota.resource,
  };
  if (!("id" in quota)) return limit;
  return {
    id: quota.id,
    ...limit,
    created_at: timestamp(quota.createdAt),
    updated_at: timestamp(quota.updatedAt),
  };
}

/** What quotas can be sorted by: name on the wire → property of the row. */
export const QUOTA_SORT_KEYS = {
  project_id: "projectId",
  resource: "resource",
  hard_limit: "hardLimit",
  created_at: "createdAt",
  updated_at: "updatedAt",
} as const satisfies Record<string, keyof Quota>;
