import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject, timestamp } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";
import { idOfReference } from "./reference.ts";

type KeyManager = ServiceClient<"key-manager">;

const MOST_IN_A_PAGE = 100;

const secretSchema = replyObject({
  /** Its address, which other objects of Barbican name it by. */
  secret_ref: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  secret_type: z.string().nullish(),
  /** The payload's, as `default`; absent where there is none. */
  content_types: z.record(z.string(), z.string()).nullish(),
  creator_id: z.string().nullish(),
  created: timestamp,
  expiration: timestamp.nullish(),
});
/** What Barbican tells of a secret; what it holds is asked for by itself. */
export type Secret = z.output<typeof secretSchema>;

const requestSchema = requestObject({
  name: z.string().optional(),
  /** Not empty; base64 where `payloadContentEncoding` says so. */
  payload: z.string(),
  payloadContentType: z.enum(["text/plain", "application/octet-stream"]),
  payloadContentEncoding: z.literal("base64").optional(),
  secretType: z
    .enum(["symmetric", "public", "private", "passphrase", "certificate", "opaque"])
    .optional(),
  expiration: z
    .date()
    .transform((date) => date.toISOString())
    .optional(),
});
/** What makes a secret. */
export type SecretRequest = z.input<typeof requestSchema>;

/** Gives Barbican a secret to keep; answers its address. */
export async function createSecret(
  barbican: KeyManager,
  request: SecretRequest,
): Promise<{ readonly secretRef: string }> {
  return barbican.json(replyObject({ secret_ref: z.string() }), {
    method: "POST",
    path: "/secrets",
    json: toWire(requestSchema, request, "keep a secret"),
    secrets: [request.payload],
  });
}

/** Finds what Barbican tells of a secret, by the secret's address. */
export async function findSecret(
  barbican: KeyManager,
  secretRef: string,
): Promise<Secret | undefined> {
  const id = idOfReference("secret", secretRef);
  return undefinedIfAbsent(barbican.json(secretSchema, { path: path`/secrets/${id}` }));
}

/** What a secret holds, as text; one that is not there is an error of status 404. */
export async function getSecretPayload(barbican: KeyManager, secretRef: string): Promise<string> {
  const id = idOfReference("secret", secretRef);
  const { text } = await barbican.send({
    path: path`/secrets/${id}/payload`,
    headers: { accept: "application/octet-stream" },
  });
  return text;
}

/** Yields the project's secrets. */
export function listSecrets(
  barbican: KeyManager,
  filter: { readonly name?: string } = {},
): AsyncGenerator<Secret, void, undefined> {
  return pages(barbican, {
    path: "/secrets",
    field: "secrets",
    item: secretSchema,
    query: filter,
    pageSize: MOST_IN_A_PAGE,
  });
}

/** Deletes a secret by its address; false when there was none. */
export async function deleteSecret(barbican: KeyManager, secretRef: string): Promise<boolean> {
  const id = idOfReference("secret", secretRef);
  return deleted(barbican.send({ method: "DELETE", path: path`/secrets/${id}` }));
}
