import { messageOf } from "@jeroboam/core";
import {
  createSession,
  HttpStatusError,
  type ServiceType,
  type Session,
} from "@jeroboam/openstack-client";
import type { ServiceOptions } from "../service-options.ts";
import { certificateFinding } from "./certificate-status.ts";
import { toldEndpoints } from "./composed-options.ts";
import type { Finding } from "./finding.ts";
import { loadServiceSession } from "./service-session.ts";
import { findTrustees } from "./trustees.ts";
import { SERVICE_LOGIN, withLogin } from "./whose-login.ts";

/** What every driver of ours and every look-up asks. */
const NEEDED: readonly ServiceType[] = ["orchestration", "compute", "network", "image"];
const TIMEOUT_MS = 10_000;
/** Roles that Keystone lets check other people's tokens, unless its policy says otherwise. */
const CHECKERS = ["admin", "service"];
const NO_CHECKER = `this user has neither of the roles ${CHECKERS.join(" and ")}, so Keystone may not let it check who asks`;

/** Keystone, what its catalogue names, and the domain of the clusters' own users. */
export async function cloudFindings(options: ServiceOptions): Promise<readonly Finding[]> {
  const name = "identity";
  try {
    const { auth, ...connection } = {
      ...(await loadServiceSession(options, process.env)),
      retry: { limit: 0 },
      timeoutMs: TIMEOUT_MS,
    };
    const session = createSession({ ...connection, auth });
    const { user, roles } = await withLogin(SERVICE_LOGIN, () => session.token());
    // What nodes are told of Keystone has to be there as well.
    if (options.identityUrl === undefined)
      await session.endpoint("identity", toldEndpoints(options).identity);
    const login = `logged in at ${session.authUrl} as ${user.name ?? user.id}`;
    const checks = roles.some((role) => CHECKERS.includes(role.name ?? ""));
    const detail = checks ? login : `${login}; ${NO_CHECKER}`;
    const rest = await Promise.all([
      ...NEEDED.map((service) => serviceFinding(session, service)),
      ownEndpoint(session, options),
      trusteeFinding(options, connection, session),
      certificateFinding(options, session),
    ]);
    return [{ name, level: checks ? "ok" : "warning", detail }, ...rest];
  } catch (error) {
    return [{ name, level: "failure", detail: messageOf(error) }];
  }
}

async function serviceFinding(session: Session, name: ServiceType): Promise<Finding> {
  try {
    const detail = await session.endpoint(name);
    await session
      .service(name)
      .send({ path: "" })
      .catch((error: unknown) => {
        // Whatever it says to that, it is there.
        if (!HttpStatusError.isInstance(error) || error.status >= 500) throw error;
      });
    return { name, level: "ok", detail };
  } catch (error) {
    return { name, level: "failure", detail: messageOf(error) };
  }
}

async function ownEndpoint(session: Session, options: ServiceOptions): Promise<Finding> {
  const { publicUrl } = options;
  const name = "container-infra";
  if (publicUrl !== undefined) return { name, level: "ok", detail: publicUrl };
  try {
    return {
      name,
      level: "ok",
      detail: await session.endpoint(name, toldEndpoints(options).containerInfra),
    };
  } catch (error) {
    const todo = "name the address in the catalogue or with --public-url, so that nodes find it";
    return { name, level: "warning", detail: `${messageOf(error)}; ${todo}` };
  }
}

async function trusteeFinding(
  options: ServiceOptions,
  connection: Parameters<typeof findTrustees>[1],
  session: Session,
): Promise<Finding> {
  const name = "trustee domain";
  try {
    const trustees = await findTrustees(options, connection, session);
    if (trustees) return { name, level: "ok", detail: trustees.domainId };
    const detail = "none is set; clusters have no users of their own, and TLS is not possible";
    return { name, level: "warning", detail };
  } catch (error) {
    return { name, level: "failure", detail: messageOf(error) };
  }
}
