import type {
  Cloud,
  CloudConnection,
  ClusterCredential,
  CredentialStrategy,
  Requester,
} from "@jeroboam/core";
import { createSession, type Session } from "../session/session.ts";
import type { SessionOptions } from "../session/session-options.ts";
import { OpenStackError } from "../errors/openstack-error.ts";
import { projectIsThere } from "../identity/project.ts";
import { clusterOrchestration } from "./cluster-orchestration.ts";
import { type Orchestration, orchestration } from "./orchestration.ts";
import { createStackNames } from "./stack-names.ts";
import { requesterToken } from "./requester-token.ts";
import { credentialAuth, credentialId } from "./credential-auth.ts";
import { cloudResources } from "./resources.ts";

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
  readonly credentials?: readonly CredentialStrategy[];
  /** URLs as nodes reach them; the catalog's public ones where undefined. */
  readonly endpoints?: Partial<Cloud<OpenStackServices>["endpoints"]>;
  /**
   * `session` may list the stacks of all projects: the operator opened Heat's policy
   * `stacks:global_index` to it. Default false, as in Heat.
   */
  readonly listsAllStacks?: boolean;
}

/** Sessions of clusters that are kept with their tokens, so that not every look logs in anew. */
const MOST_SESSIONS = 1000;

/** A cloud that is an OpenStack: what drivers, look-ups and credentials go through. */
export function openStackCloud(options: OpenStackCloudOptions): Cloud<OpenStackServices> {
  const { session, connection, credentials } = options;
  const logIn = (auth: SessionOptions["auth"]): Session =>
    connection ? createSession({ ...connection, auth }) : session;
  const stackNames = createStackNames();
  const heatOf = (whose: Session) => orchestration(whose.service("orchestration"), stackNames);
  const connectionOf = (whose: Session): CloudConnection<OpenStackServices> => ({
    services: { orchestration: heatOf(whose) },
    resources: cloudResources(whose),
  });
  const clusterSessions = new Map<string, Session>();
  const clusterSession = (credential: ClusterCredential): Session => {
    const id = credentialId(credential);
    const known = clusterSessions.get(id);
    if (known) return known;
    const [oldest] = clusterSessions.keys();
    if (oldest !== undefined && clusterSessions.size >= MOST_SESSIONS)
      clusterSessions.delete(oldest);
    const made = logIn(credentialAuth(credential));
    clusterSessions.set(id, made);
    return made;
  };
  /** The session's own rights, used in another project. */
  const sessionIn = async (projectId: string): Promise<Session> => {
    const token = await session.token();
    if (token.project?.id === projectId) return session;
    const roles = token.roles.map((role) => role.name ?? role.id);
    const self = { userId: token.user.id, projectId, roles, isAdmin: roles.includes("admin") };
    const description = requesterToken(self, token);
    return logIn({ type: "token", token: token.id, ...(description && { description }) });
  };
  const connectionOfCluster = (projectId: string, credential: ClusterCredential) => {
    const connected = connectionOf(clusterSession(credential));
    const heat = clusterOrchestration({
      projectId,
      kind: credential.kind,
      own: connected.services.orchestration,
      service: async () => heatOf(await sessionIn(projectId)),
    });
    return { ...connected, services: { orchestration: heat } };
  };
  return {
    serviceTypes: ["orchestration"],
    // Read at each use: a server knows its own address only once it listens.
    get endpoints() {
      return {
        identity: options.endpoints?.identity ?? session.authUrl,
        containerInfra: options.endpoints?.containerInfra ?? "",
      };
    },
    ...(credentials && { credentials }),
    ...(options.listsAllStacks && {
      connectForAllProjects: async () => connectionOf(session),
    }),

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

    async projectExists(projectId) {
      return projectIsThere(session.service("identity"), projectId);
    },

    async connectAs(requester) {
      const { token } = requester;
      if (token === undefined || !connection) return connectionOf(session);
      const description = requesterToken(requester, await session.token());
      return connectionOf(logIn({ type: "token", token, ...(description && { description }) }));
    },

    async connectFor(projectId, credential) {
      if (credential) return connectionOfCluster(projectId, credential);
      const own = (await session.token()).project?.id;
      if (own === projectId) return connectionOf(session);
      throw new OpenStackError(
        "OPENSTACK_NO_CREDENTIAL",
        `Nothing can be done in project ${projectId}: its cluster has no credential, and the session belongs to another project.`,
      );
    },
  };
}
