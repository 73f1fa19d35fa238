import { randomBytes } from "node:crypto";
import type { ClusterCredential, NodeApplicationCredential } from "@jeroboam/core";
import { HttpStatusError } from "../errors/http-errors.ts";
import {
  createApplicationCredential,
  deleteApplicationCredential,
  listApplicationCredentials,
} from "../identity/application-credential.ts";
import type { ServiceClient } from "../transport/service-client.ts";

type Identity = ServiceClient<"identity">;

/** All that nodes ask of this API. Which cluster it is about, the API sees to by itself. */
const ACCESS_RULES = [
  { method: "GET", path: "/v1/certificates/*" },
  { method: "POST", path: "/v1/certificates" },
  { method: "GET", path: "/v1/credentials/*" },
].map((rule) => ({ ...rule, service: "container-infra" }));

/** Makes an application credential of the session's own user that serves for a cluster's nodes alone. */
export async function makeNodeCredential(
  keystone: Identity,
  { userId, clusterUuid, isLater }: NodeCredentialRequest,
): Promise<NodeApplicationCredential> {
  const name = `${clusterUuid}_node${isLater ? `_${randomBytes(4).toString("hex")}` : ""}`;
  const { id, secret } = await createApplicationCredential(keystone, userId, {
    name,
    description: "Nodes of a cluster fetch their certificates with it.",
    accessRules: ACCESS_RULES,
  });
  return { id, secret };
}

interface NodeCredentialRequest {
  readonly userId: string;
  readonly clusterUuid: string;
  /** The cluster has another one already, under the plain name. */
  readonly isLater: boolean;
}

/** Deletes a user's application credentials for a cluster's nodes, but for those of `kept`. */
export async function removeNodeCredentials(
  keystone: Identity,
  userId: string,
  { clusterUuid, kept }: LostNodeCredentials,
): Promise<void> {
  const keptIds = new Set(
    kept.flatMap((credential) => (credential.kind === "trust" ? [] : [credential.node.id])),
  );
  for await (const { id, name } of listApplicationCredentials(keystone, userId))
    if (name.startsWith(`${clusterUuid}_node`) && !keptIds.has(id))
      await deleteApplicationCredential(keystone, userId, id);
}

interface LostNodeCredentials {
  readonly clusterUuid: string;
  readonly kept: readonly ClusterCredential[];
}

/** Whether the name was there already: of one that never got on record. */
export function isNameTaken(error: unknown): boolean {
  return HttpStatusError.isInstance(error) && error.status === 409;
}
