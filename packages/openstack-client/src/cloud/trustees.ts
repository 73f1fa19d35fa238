import { randomBytes } from "node:crypto";
import type { ClusterCredential } from "@jeroboam/core";
import { createUser, deleteUser, listUsersByPrefix } from "../identity/user.ts";
import type { Session } from "../session/session.ts";

/** Where clusters have users of their own, and who may make them there. */
export interface TrusteeDomain {
  readonly id: string;
  /** Someone who may make users in the domain. */
  readonly admin: Session;
}

/** A cluster's own user, with the password that Keystone tells nobody. */
export interface Trustee {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

/** The clusters' own users. Their names hold the cluster's uuid, by which they are found again. */
export interface Trustees {
  /**
   * @param isLater - There is or will be another one of the cluster, under the plain name.
   */
  make(
    cluster: { readonly uuid: string; readonly projectId: string },
    isLater: boolean,
  ): Promise<Trustee>;
  /** With all that hangs on it; what is gone already counts as removed. */
  remove(userId: string): Promise<void>;
  /** All of a cluster's but those of `kept`: a process that died left some whose passwords nobody knows. */
  removeOthers(clusterUuid: string, kept: readonly ClusterCredential[]): Promise<void>;
}

/** @upstream magnum/common/keystone.py `KeystoneClientV3.create_trustee` */
export function createTrustees({ id: domainId, admin }: TrusteeDomain): Trustees {
  const keystone = admin.service("identity");
  return {
    async make({ uuid, projectId }, isLater) {
      const name = trusteeName(uuid, projectId, isLater);
      const password = randomBytes(24).toString("hex");
      const { id } = await createUser(keystone, { name, password, domainId });
      return { id, name, password };
    },
    async remove(userId) {
      await deleteUser(keystone, userId);
    },
    async removeOthers(clusterUuid, kept) {
      const keptIds = new Set(kept.flatMap(userIdsOf));
      const named = { prefix: `${clusterUuid}_`, domainId };
      for await (const { id } of listUsersByPrefix(keystone, named))
        if (!keptIds.has(id)) await deleteUser(keystone, id);
    },
  };
}

/** Nodes, and this API, find the project of a trustee by its name; a later one of a cluster has a third part. */
function trusteeName(clusterUuid: string, projectId: string, isLater: boolean): string {
  const name = `${clusterUuid}_${projectId}`;
  return isLater ? `${name}_${randomBytes(4).toString("hex")}` : name;
}

/** The cluster's own users that a credential belongs to. */
function userIdsOf(credential: ClusterCredential): readonly string[] {
  switch (credential.kind) {
    case "trust":
      return [credential.trusteeUserId, ...(credential.node ? [credential.node.id] : [])];
    case "application-credential":
      return [credential.trust.trusteeUserId];
    case "service-user":
      return [credential.userId];
  }
}
