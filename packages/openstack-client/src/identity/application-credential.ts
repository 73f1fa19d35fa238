import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject, timestamp } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";

type Identity = ServiceClient<"identity">;

const fields = {
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  project_id: z.string().nullish(),
  expires_at: timestamp.nullish(),
  unrestricted: z.boolean().nullish(),
  roles: z.array(replyObject({ id: z.string(), name: z.string().nullish() })).nullish(),
  access_rules: z
    .array(replyObject({ service: z.string(), method: z.string(), path: z.string() }))
    .nullish(),
};
const credentialSchema = replyObject(fields);
export type ApplicationCredential = z.output<typeof credentialSchema>;

const createdSchema = replyObject({ ...fields, secret: z.string() });
/** With its secret, which Keystone tells this once. */
export type CreatedApplicationCredential = z.output<typeof createdSchema>;

const requestSchema = requestObject({
  name: z.string(),
  description: z.string().optional(),
  /** Keystone's choice where undefined. */
  secret: z.string().optional(),
  roles: z
    .array(z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })]))
    .optional(),
  expiresAt: z
    .date()
    .transform((date) => date.toISOString())
    .optional(),
  /** May make trusts and application credentials; false where undefined. */
  unrestricted: z.boolean().optional(),
  /** What alone it serves for; everything where undefined. */
  accessRules: z
    .array(z.strictObject({ service: z.string(), method: z.string(), path: z.string() }))
    .optional(),
});
/** What makes an application credential. */
export type ApplicationCredentialRequest = z.input<typeof requestSchema>;

/** Makes an application credential for the project of the session's token. */
export async function createApplicationCredential(
  keystone: Identity,
  userId: string,
  request: ApplicationCredentialRequest,
): Promise<CreatedApplicationCredential> {
  const wire = toWire(requestSchema, request, "create an application credential");
  const reply = await keystone.json(z.looseObject({ application_credential: createdSchema }), {
    method: "POST",
    path: path`/users/${userId}/application_credentials`,
    json: { application_credential: wire },
  });
  return reply.application_credential;
}

/** Finds an application credential by its id. */
export async function findApplicationCredential(
  keystone: Identity,
  userId: string,
  id: string,
): Promise<ApplicationCredential | undefined> {
  const reply = keystone.json(z.looseObject({ application_credential: credentialSchema }), {
    path: path`/users/${userId}/application_credentials/${id}`,
  });
  return (await undefinedIfAbsent(reply))?.application_credential;
}

/** Yields a user's application credentials. */
export function listApplicationCredentials(
  keystone: Identity,
  userId: string,
  filter: { readonly name?: string } = {},
): AsyncGenerator<ApplicationCredential, void, undefined> {
  return pages(keystone, {
    path: path`/users/${userId}/application_credentials`,
    field: "application_credentials",
    item: credentialSchema,
    query: filter,
    markerOf: ({ id }) => id,
  });
}

/** Deletes an application credential; false when there was none. */
export async function deleteApplicationCredential(
  keystone: Identity,
  userId: string,
  id: string,
): Promise<boolean> {
  return deleted(
    keystone.send({
      method: "DELETE",
      path: path`/users/${userId}/application_credentials/${id}`,
    }),
  );
}
