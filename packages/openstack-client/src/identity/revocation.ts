import { z } from "zod";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject, timestamp } from "../wire/reply-object.ts";

const wireSchema = replyObject({
  issued_before: timestamp,
  revoked_at: timestamp.nullish(),
  user_id: z.string().nullish(),
  project_id: z.string().nullish(),
  domain_id: z.string().nullish(),
  role_id: z.string().nullish(),
  audit_id: z.string().nullish(),
  audit_chain_id: z.string().nullish(),
});

/** Tokens that Keystone took back: those issued no later than that to which all else applies that is said. */
export type Revocation = z.output<typeof wireSchema> & {
  readonly trustId: string | undefined;
};
const trustSchema = z.looseObject({ "OS-TRUST:trust_id": z.string().nullish() });
const revocationSchema = z.unknown().transform((event, context): Revocation => {
  const [read, trust] = [wireSchema.safeParse(event), trustSchema.safeParse(event)];
  if (read.success && trust.success)
    return { ...read.data, trustId: trust.data["OS-TRUST:trust_id"] ?? undefined };
  context.addIssue({ code: "custom", message: "not a revocation" });
  return z.NEVER;
});

const listSchema = z.looseObject({ events: z.array(revocationSchema) });

/** Tells which tokens Keystone took back; needs the role `service` or `admin`. */
export async function listRevocations(
  keystone: ServiceClient<"identity">,
  choice: { readonly since?: Date } = {},
): Promise<readonly Revocation[]> {
  const { events } = await keystone.json(listSchema, {
    path: "/OS-REVOKE/events",
    query: { since: choice.since?.toISOString() },
  });
  return events;
}
