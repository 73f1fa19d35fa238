import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { replyObject, timestamp } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const trustSchema = replyObject({
  id: z.string(),
  trustor_user_id: z.string(),
  trustee_user_id: z.string(),
  project_id: z.string().nullish(),
  impersonation: z.boolean(),
  expires_at: timestamp.nullish(),
  remaining_uses: z.number().nullish(),
  roles: z.array(replyObject({ id: z.string(), name: z.string().nullish() })).nullish(),
});
/** What a trustor lets a trustee do in a project in the trustor's name. */
export type Trust = z.output<typeof trustSchema>;

const requestSchema = requestObject({
  /** The one who asks. */
  trustorUserId: z.string(),
  trusteeUserId: z.string(),
  projectId: z.string(),
  impersonation: z.boolean(),
  roles: z.array(
    z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })]),
  ),
  expiresAt: z
    .date()
    .transform((date) => date.toISOString())
    .optional(),
  allowRedelegation: z.boolean().optional(),
  /** How often the trustee may pass it on; 0 where undefined. */
  redelegationCount: z.number().int().nonnegative().optional(),
});
/** What makes a trust. */
export type TrustRequest = z.input<typeof requestSchema>;

const trusts = defineCollection("identity", {
  path: "/OS-TRUST/trusts",
  singular: "trust",
  plural: "trusts",
  item: trustSchema,
  filter: requestObject({
    trustorUserId: z.string().optional(),
    trusteeUserId: z.string().optional(),
  }),
  request: requestSchema,
});

/** Yields trusts; without the right to see all, filter by the own user. */
export const listTrusts = trusts.list;
/** Gets a trust by its id; one that is not there is an error of status 404. */
export const getTrust = trusts.get;
/** Makes a trust; only the trustor can. */
export const createTrust = trusts.create;
/** Takes a trust back; false when there was none. */
export const deleteTrust = trusts.delete;
