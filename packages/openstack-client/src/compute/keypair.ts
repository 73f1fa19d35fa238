import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import { isPathSegment, path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";

type Nova = ServiceClient<"compute">;

const keypairSchema = replyObject({
  name: z.string(),
  public_key: z.string(),
  fingerprint: z.string().nullish(),
  user_id: z.string().nullish(),
  /** `ssh` or `x509`, from microversion 2.2. */
  type: z.string().nullish(),
});
export type Keypair = z.output<typeof keypairSchema>;

const wrappedSchema = z.looseObject({ keypair: keypairSchema });
const requestSchema = requestObject({ name: z.string(), publicKey: z.string() });

/**
 * Lists the user's keypairs.
 *
 * @yields One after the other.
 */
export async function* listKeypairs(nova: Nova): AsyncGenerator<Keypair, void, undefined> {
  const wrapped = pages(nova, {
    path: "/os-keypairs",
    field: "keypairs",
    item: wrappedSchema,
    markerOf: ({ keypair }) => keypair.name,
  });
  for await (const { keypair } of wrapped) yield keypair;
}

/** Finds one of the user's keypairs by its name. */
export async function findKeypair(nova: Nova, name: string): Promise<Keypair | undefined> {
  if (!isPathSegment(name)) return undefined;
  const reply = nova.json(wrappedSchema, { path: path`/os-keypairs/${name}` });
  return (await undefinedIfAbsent(reply))?.keypair;
}

/** Gives Nova a public key. A private key is made at home and stays there. */
export async function createKeypair(
  nova: Nova,
  request: z.input<typeof requestSchema>,
): Promise<Keypair> {
  const json = { keypair: toWire(requestSchema, request, "create a keypair") };
  const reply = await nova.json(wrappedSchema, { method: "POST", path: "/os-keypairs", json });
  return reply.keypair;
}

/** Deletes a keypair; false when there was none. */
export async function deleteKeypair(nova: Nova, name: string): Promise<boolean> {
  return deleted(nova.send({ method: "DELETE", path: path`/os-keypairs/${name}` }));
}
