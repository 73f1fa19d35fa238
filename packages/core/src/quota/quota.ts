import { z } from "zod";

/** What a quota can limit. */
export const QUOTA_RESOURCES = ["Cluster"] as const;
export type QuotaResource = (typeof QUOTA_RESOURCES)[number];

/** What an administrator says when limiting a project. */
export const quotaRequestSchema = z.strictObject({
  projectId: z.string().min(1).max(255),
  resource: z.enum(QUOTA_RESOURCES).default("Cluster"),
  hardLimit: z.int().min(0).default(1),
});
export type QuotaRequest = z.input<typeof quotaRequestSchema>;

/**
 * How many clusters a project may have; a project without a row has the service's default.
 *
 * @upstream magnum/objects/quota.py `Quota`
 */
export interface Quota {
  /** Numbered by the store. */
  readonly id: number;
  readonly version: number;
  readonly projectId: string;
  readonly resource: QuotaResource;
  readonly hardLimit: number;
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
}

/** What holds for a project: its own row, or the service's default. */
export type EffectiveQuota = Quota | Pick<Quota, "projectId" | "resource" | "hardLimit">;
