import type { Requester } from "@jeroboam/core";
import { OpenStackError } from "../errors/openstack-error.ts";
import { HttpStatusError } from "../errors/http-errors.ts";
import { createSession, type Session } from "../session/session.ts";
import type { SessionOptions } from "../session/session-options.ts";
import type { Token } from "../session/token.ts";

/** How to reach Keystone; the requester's token goes into it. */
export type Connection = Omit<SessionOptions, "auth">;

/** Acts as the requester, with the very token of the request. */
export function requesterSession(connection: Connection, { token }: Requester): Session {
  if (token !== undefined) return createSession({ ...connection, auth: { type: "token", token } });
  throw new OpenStackError(
    "OPENSTACK_NO_TOKEN",
    "The request brought no token, with which alone a credential can be made.",
  );
}

/**
 * Says why Keystone refused to pass on what the requester may do: not everybody who comes by a
 * delegation of somebody else may delegate further.
 */
export async function explained<Made>(token: Token, made: Promise<Made>): Promise<Made> {
  try {
    return await made;
  } catch (cause) {
    const came = cameBy(token);
    const isRefused = HttpStatusError.isInstance(cause) && cause.status === 403;
    if (came === undefined || !isRefused) throw cause;
    throw new OpenStackError(
      "OPENSTACK_TOKEN_DELEGATED",
      `The request came by ${came}, and Keystone lets nobody make a cluster's credential with that (${cause.reason ?? cause.message}). Ask with a login by password, or have the operator put service-user into cluster_credentials.`,
      { cause },
    );
  }
}

function cameBy({ applicationCredential, trust }: Token): string | undefined {
  if (applicationCredential)
    return `${applicationCredential.restricted === false ? "an" : "a restricted"} application credential`;
  return trust && "a trust";
}
