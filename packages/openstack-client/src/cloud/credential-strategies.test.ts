import { startSimulator } from "@jeroboam/openstack-simulator";
import { type CredentialBench, credentialContract } from "../../test/credential-contract.ts";
import { sessionOptionsFromEnvironment } from "../session/environment.ts";
import { createSession } from "../session/session.ts";
import { applicationCredentials } from "./application-credentials.ts";
import { serviceUserCredentials } from "./service-user-credentials.ts";
import { trustCredentials } from "./trust-credentials.ts";

async function simulated(): Promise<CredentialBench> {
  const simulator = await startSimulator({ clock: { mode: "manual" } });
  const { trusteeDomainId } = simulator;
  const connection = { authUrl: simulator.authUrl, region: simulator.region };
  const sessionOf = (user: string) =>
    createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
  const domainAdmin = sessionOf("magnum_domain_admin");
  const admin = sessionOf("magnum");
  return {
    connection,
    sessionOf,
    strategies: () => [
      trustCredentials({ connection, domainAdmin, trusteeDomainId }),
      applicationCredentials({ connection, domainAdmin, trusteeDomainId, admin }),
      serviceUserCredentials({ connection, domainAdmin, trusteeDomainId, admin }),
    ],
    async madeFor(uuid) {
      const users = simulator.inspection.users().filter(({ name }) => name.startsWith(uuid));
      const ids = new Set(users.map(({ id }) => id));
      return [
        ...users.map(({ name }) => `user ${name}`),
        ...simulator.inspection
          .trusts()
          .filter(({ trusteeId }) => ids.has(trusteeId))
          .map(({ id }) => `trust ${id}`),
        ...simulator.inspection
          .applicationCredentials()
          .filter(({ name }) => name.startsWith(uuid))
          .map(({ name }) => `application credential ${name}`),
      ];
    },
    close: () => simulator.close(),
  };
}

credentialContract("trust", simulated);
credentialContract("application-credential", simulated);
credentialContract("service-user", simulated);
