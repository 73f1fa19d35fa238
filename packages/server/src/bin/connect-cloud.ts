import type { Cloud } from "@jeroboam/core";
import {
  type CallMeter,
  createCallMeter,
  createSession,
  EndpointNotFoundError,
  type EndpointPreference,
  type Session,
  type SessionOptions,
} from "@jeroboam/openstack-client";
import { type OpenStackServices, openStackCloud } from "@jeroboam/openstack-client/cloud";
import type { ServiceOptions } from "../service-options.ts";
import { toldEndpoints } from "./composed-options.ts";
import { type Patience, untilThere } from "./patience.ts";
import { unreachableReason } from "./told-address.ts";
import { findTrustees, type Trustees } from "./trustees.ts";
import { SERVICE_LOGIN, withLogin } from "./whose-login.ts";

/** The cloud as the service itself sees it. */
export interface ConnectedCloud {
  readonly cloud: Cloud<OpenStackServices>;
  readonly session: Session;
  readonly trustees: Trustees | undefined;
  readonly endpoints: { readonly identity: string; readonly containerInfra: string };
  /** Counts every request that is sent to the cloud. */
  readonly calls: CallMeter;
}

/**
 * Logs in as the service and finds what nodes are told; waits for a Keystone that is away.
 *
 * @throws where Keystone refuses the service's or the trustee domain admin's login.
 */
export async function connectCloud(
  options: ServiceOptions,
  login: SessionOptions,
  patience: Patience,
): Promise<ConnectedCloud> {
  const { log } = patience;
  const calls = createCallMeter();
  const { auth, ...given } = login;
  const connection = { ...given, meter: calls };
  const session = createSession({ ...connection, auth });
  const told = toldEndpoints(options);
  const found = await untilThere(
    `Keystone at ${session.authUrl}`,
    async () => {
      await withLogin(SERVICE_LOGIN, () => session.token());
      return {
        trustees: await findTrustees(options, connection, session),
        identity: options.identityUrl ?? (await session.endpoint("identity", told.identity)),
        containerInfra:
          options.publicUrl ?? (await catalogUrl(session, options, told.containerInfra)),
      };
    },
    patience,
  );
  const { trustees, ...endpoints } = found;
  if (!trustees)
    log.warn(
      {},
      "no trustee domain: operations run as the service itself, and TLS is not possible",
    );
  for (const [name, url] of Object.entries(endpoints)) {
    const reason = unreachableReason(url);
    if (reason !== undefined)
      log.warn({ [name]: url }, `nodes are told an address that they cannot reach: ${reason}`);
  }
  const cloud = openStackCloud({
    session,
    connection,
    endpoints,
    listsAllStacks: options.heatListsAllProjects,
    ...(trustees ? { credentials: trustees.credentials } : {}),
  });
  return { cloud, session, trustees, endpoints, calls };
}

/** This API as the catalog has it, or where it listens when it is not there. */
async function catalogUrl(
  session: Session,
  { host, port, enabledSsl }: ServiceOptions,
  preference: EndpointPreference,
): Promise<string> {
  try {
    return await session.endpoint("container-infra", preference);
  } catch (error) {
    if (error instanceof EndpointNotFoundError)
      return `${enabledSsl ? "https" : "http"}://${host}:${port}/v1`;
    throw error;
  }
}
