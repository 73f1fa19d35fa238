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

const containerSchema = replyObject({
  /** Its address. */
  container_ref: z.string(),
  name: z.string().nullish(),
  type: z.string(),
  status: z.string(),
  creator_id: z.string().nullish(),
  created: timestamp,
  /** In no order; a secret that was deleted is not among them. */
  secret_refs: z.array(replyObject({ name: z.string().nullish(), secret_ref: z.string() })),
  consumers: z.array(
    z.looseObject({ name: z.string(), URL: z.string() }).transform(({ name, URL }) => {
      return { name, url: URL };
    }),
  ),
});
/** Secrets that belong together, and who uses them. */
export type SecretContainer = z.output<typeof containerSchema>;

const requestSchema = requestObject({
  name: z.string().optional(),
  /** A certificate's are called `certificate`, `private_key`, `private_key_passphrase`, `intermediates`. */
  type: z.enum(["generic", "rsa", "certificate"]),
  secretRefs: z.array(
    z
      .strictObject({ name: z.string(), secretRef: z.string() })
      .transform(({ name, secretRef }) => ({ name, secret_ref: secretRef })),
  ),
});
/** What makes a container; its secrets are there already. */
export type SecretContainerRequest = z.input<typeof requestSchema>;

/** Who uses a container: a service's name, and where what it uses it for is. */
export interface SecretConsumer {
  readonly name: string;
  readonly url: string;
}

/** Puts secrets together; answers the container's address. */
export async function createSecretContainer(
  barbican: KeyManager,
  request: SecretContainerRequest,
): Promise<{ readonly containerRef: string }> {
  return barbican.json(replyObject({ container_ref: z.string() }), {
    method: "POST",
    path: "/containers",
    json: toWire(requestSchema, request, "make a container of secrets"),
  });
}

/** Finds a container by its address. */
export async function findSecretContainer(
  barbican: KeyManager,
  containerRef: string,
): Promise<SecretContainer | undefined> {
  const id = idOfReference("container", containerRef);
  return undefinedIfAbsent(barbican.json(containerSchema, { path: path`/containers/${id}` }));
}

/** Yields the project's containers. */
export function listSecretContainers(
  barbican: KeyManager,
  filter: { readonly name?: string } = {},
): AsyncGenerator<SecretContainer, void, undefined> {
  return pages(barbican, {
    path: "/containers",
    field: "containers",
    item: containerSchema,
    query: filter,
    pageSize: MOST_IN_A_PAGE,
  });
}

/** Deletes a container by its address, and not its secrets; false when there was none. */
export async function deleteSecretContainer(
  barbican: KeyManager,
  containerRef: string,
): Promise<boolean> {
  const id = idOfReference("container", containerRef);
  return deleted(barbican.send({ method: "DELETE", path: path`/containers/${id}` }));
}

/** Says who uses a container; saying it again changes nothing. */
export async function addSecretConsumer(
  barbican: KeyManager,
  containerRef: string,
  { name, url }: SecretConsumer,
): Promise<void> {
  const id = idOfReference("container", containerRef);
  await barbican.send({
    method: "POST",
    path: path`/containers/${id}/consumers`,
    json: { name, URL: url },
    repeatable: true,
  });
}

/** Says that somebody uses a container no more; false when nobody had said so. */
export async function removeSecretConsumer(
  barbican: KeyManager,
  containerRef: string,
  { name, url }: SecretConsumer,
): Promise<boolean> {
  const id = idOfReference("container", containerRef);
  const json = { name, URL: url };
  return deleted(
    barbican.send({ method: "DELETE", path: path`/containers/${id}/consumers`, json }),
  );
}
