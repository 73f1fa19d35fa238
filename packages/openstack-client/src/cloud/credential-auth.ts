import type { ClusterCredential } from "@jeroboam/core";
import type { Auth } from "../session/session-options.ts";

/** How what is done on a cluster's behalf logs in. */
export function credentialAuth(credential: ClusterCredential): Auth {
  switch (credential.kind) {
    case "trust":
      return {
        type: "password",
        user: { id: credential.trusteeUserId },
        password: credential.trusteePassword,
        scope: { type: "trust", trustId: credential.trustId },
      };
    case "application-credential":
      return credentialAuth(credential.trust);
    case "service-user":
      return {
        type: "password",
        user: { id: credential.userId },
        password: credential.password,
        scope: { type: "project", id: credential.projectId },
      };
  }
}

/** Tells credentials apart, for what is remembered of each. */
export function credentialId(credential: ClusterCredential): string {
  switch (credential.kind) {
    case "trust":
      return credential.trustId;
    case "application-credential":
      return credential.trust.trustId;
    case "service-user":
      return credential.userId;
  }
}
