import type { CredentialKind, CredentialStrategy } from "@jeroboam/core";
import { createSession, type Session, type SessionOptions } from "@jeroboam/openstack-client";
import {
  applicationCredentials,
  serviceUserCredentials,
  trustCredentials,
} from "@jeroboam/openstack-client/cloud";
import type { ServiceOptions } from "../service-options.ts";
import { withLogin } from "./whose-login.ts";

/** How clusters get users of their own. */
export interface Trustees {
  readonly domainId: string;
  readonly credentials: readonly CredentialStrategy[];
}

/**
 * Logs in as the admin of the clusters' domain; undefined where no domain was named.
 *
 * @param session - The service's own, which gives roles and deletes application credentials.
 */
export async function findTrustees(
  options: ServiceOptions,
  connection: Omit<SessionOptions, "auth">,
  session: Session,
): Promise<Trustees | undefined> {
  const { trusteeDomain, trusteeDomainAdmin, trusteeDomainAdminId: adminId } = options;
  const { trusteeDomainAdminPassword } = options;
  if (trusteeDomain === undefined) return undefined;
  if (trusteeDomainAdminPassword === undefined)
    throw new Error(
      "--trustee-domain needs JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD, or trustee_domain_admin_password of [trust] in magnum.conf",
    );
  const domain = /^[0-9a-f]{32}$/.test(trusteeDomain)
    ? { id: trusteeDomain }
    : { name: trusteeDomain };
  const domainAdmin = createSession({
    ...connection,
    auth: {
      type: "password",
      user: adminId === undefined ? { name: trusteeDomainAdmin, domain } : { id: adminId },
      password: trusteeDomainAdminPassword,
      scope: { type: "domain", domain },
    },
  });
  const whose = `the admin ${adminId ?? trusteeDomainAdmin} of the trustee domain ${trusteeDomain}`;
  const { domain: found } = await withLogin(whose, () => domainAdmin.token());
  if (!found) throw new Error(`Keystone gave no token for the domain ${trusteeDomain}`);
  const made = {
    connection,
    domainAdmin,
    trusteeDomainId: found.id,
    roles: options.trustRoles,
    admin: session,
  };
  return {
    domainId: found.id,
    credentials: inOrder(options.clusterCredentials, [
      trustCredentials({ ...made, trustsNodes: options.clusterUserTrust }),
      applicationCredentials(made),
      serviceUserCredentials(made),
    ]),
  };
}

/** The wanted kinds as they are preferred; what was made of the others is still taken back. */
function inOrder(
  wanted: readonly CredentialKind[],
  strategies: readonly CredentialStrategy[],
): readonly CredentialStrategy[] {
  const preferred = wanted.flatMap((kind) => strategies.filter((one) => one.kind === kind));
  const others = strategies.filter((one) => !wanted.includes(one.kind));
  return [...preferred, ...others.map((one) => ({ ...one, releaseOnly: true }))];
}
