import type { Cloud, CloudConnection, CredentialStrategy, Requester } from "@jeroboam/core";
import { createSession, type Session } from "../session/session.ts";
import type { SessionOptions } from "../session/session-options.ts";
import { OpenStackError } from "../errors/openstack-error.ts";
import { type Orchestration, orchestration } from "./orchestration.ts";
import { cloudResources } from "./resources.ts";
import { trusteeAuth } from "./trust-credentials.ts";

/** The services that drivers can call, by official service type. */
export interface OpenStackServices {
  readonly orchestration: Orchestration;
}

export interface OpenStackCloudOptions {
  /** Who the cloud's own calls are made as. */
  readonly session: Session;
  /** How to log in as requesters and clusters; needed for a server, not for one user's own program. */
  readonly connection?: Omit<SessionOptions, "auth">;
  /** Gives clusters credentials of their own; without it everything is done as `session`. */
  readonly credentials?: CredentialStrategy;
  /** URLs as nodes reach them; the catalog's public ones where undefined. */
  readonly endpoints?: Partial<Cloud<OpenStackServices>["endpoints"]>;
}

/** A cloud that is an OpenStack: what drivers, look-ups and credentials go through. */
export function openStackCloud(options: OpenStackCloudOptions): Cloud<OpenStackServices> {
  const { session, connection, credentials } = options;
  const logIn = (auth: SessionOptions["auth"]): Session =>
    connection ? createSession({ ...connection, auth }) : session;
  return {
    serviceTypes: ["orchestration"],
    endpoints: {
      identity: options.endpoints?.identity ?? session.authUrl,
      containerInfra: options.endpoints?.containerInfra ?? "",
    },
    ...(credentials && { credentials }),

    async self(): Promise<Requester> {
      const token = await session.token();
      const roles = token.roles.map((role) => role.name ?? role.id);
      return {
        userId: token.user.id,
        projectId: token.project?.id ?? "",
        roles,
        isAdmin: roles.includes("admin"),
        token: token.id,
      };
    },

    async connectAs(requester) {
      return connectionOf(
        requester.token === undefined ? session : logIn({ type: "token", token: requester.token }),
      );
    },

    async connectFor(projectId, credential) {
      if (credential) return connectionOf(logIn(trusteeAuth(credential)));
      const own = (await session.token()).project?.id;
      if (own === projectId) return connectionOf(session);
      throw new OpenStackError(
        "OPENSTACK_NO_CREDENTIAL",
        `Nothing can be done in project ${projectId}: its cluster has no credential, and the session belongs to another project.`,
      );
    },
  };
}

function connectionOf(session: Session): CloudConnection<OpenStackServices> {
  return {
    services: { orchestration: orchestration(session.service("orchestration")) },
    resources: cloudResources(session),
  };
}
