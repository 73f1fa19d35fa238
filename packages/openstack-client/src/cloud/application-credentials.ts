import type { ApplicationCredential, CredentialStrategy } from "@jeroboam/core";
import { deleteApplicationCredential } from "../identity/application-credential.ts";
import type { Session } from "../session/session.ts";
import { isNameTaken, makeNodeCredential, removeNodeCredentials } from "./node-credentials.ts";
import { explained, requesterSession } from "./requester-session.ts";
import {
  acquireTrust,
  releaseTrust,
  stayingTrust,
  type TrustCredentialOptions,
  trustOf,
} from "./trust-credentials.ts";
import { createTrustees } from "./trustees.ts";

export interface ApplicationCredentialOptions extends Omit<TrustCredentialOptions, "trustsNodes"> {
  /** Someone who may see and delete anybody's application credentials. */
  readonly admin: Session;
}

/**
 * Gives the nodes of each cluster an application credential of the requester's that serves for their
 * certificates alone. The cluster's infrastructure is made by a trust, because Heat makes trusts and
 * Keystone lets no application credential do that.
 */
export function applicationCredentials(
  options: ApplicationCredentialOptions,
): CredentialStrategy<ApplicationCredential> {
  const { connection } = options;
  const trustees = createTrustees({ id: options.trusteeDomainId, admin: options.domainAdmin });
  const admin = options.admin.service("identity");
  return {
    kind: "application-credential",
    async acquire(requester, clusterUuid, kept, { renewed, signal } = {}) {
      const session = requesterSession(connection, requester);
      const token = await session.token();
      const keystone = session.service("identity");
      const userId = token.user.id;
      const isLater = kept.length > 0;
      const removeLost = () => removeNodeCredentials(keystone, userId, { clusterUuid, kept });
      const make = () => makeNodeCredential(keystone, { userId, clusterUuid, isLater });
      const made = async () => {
        signal?.throwIfAborted();
        // A lost one is told by its name; one beside others may have any.
        if (isLater) await removeLost();
        try {
          return await make();
        } catch (error) {
          if (!isNameTaken(error)) throw error;
          await removeLost();
          return make();
        }
      };
      const node = await explained(token, made());
      try {
        const trustor = { session, token, requester, clusterUuid, signal };
        signal?.throwIfAborted();
        await trustees.removeOthers(clusterUuid, kept);
        const trust =
          (renewed && stayingTrust(renewed, token)) ??
          (await acquireTrust(options, trustees, trustor, isLater));
        return { kind: "application-credential", userId, trust, node };
      } catch (error) {
        await deleteApplicationCredential(keystone, userId, node.id).catch(() => undefined);
        throw error;
      }
    },

    async release({ uuid: clusterUuid, requesterIds }, credential, kept = []) {
      if (credential?.kind === "application-credential") {
        const { userId, trust, node } = credential;
        await deleteApplicationCredential(admin, userId, node.id);
        if (!kept.some((one) => trustOf(one)?.trustId === trust.trustId))
          await releaseTrust(connection, trustees, trust);
      }
      if (credential) return;
      for (const userId of requesterIds)
        await removeNodeCredentials(admin, userId, { clusterUuid, kept });
      await trustees.removeOthers(clusterUuid, kept);
    },
  };
}
