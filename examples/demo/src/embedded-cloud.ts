import {
  createClusterManager,
  createMemoryCertificateAuthority,
  systemClock,
} from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createSession,
  type Session,
  sessionOptionsFromEnvironment,
  validateToken,
} from "@jeroboam/openstack-client";
import { openStackCloud, trustCredentials } from "@jeroboam/openstack-client/cloud";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { createKeystoneAuthenticator, createServer } from "@jeroboam/server";

export interface EmbeddedCloud {
  /** A session of the plain user `demo`, to whom the server is an endpoint in the catalogue. */
  readonly session: Session;
  readonly simulator: Simulator;
  readonly url: string;
  close(): Promise<void>;
}

/** The simulator and the server in this process, composed as the server's executable does it. */
export async function startEmbeddedCloud(): Promise<EmbeddedCloud> {
  const simulator = await startSimulator();
  const sessionOf = (user: string) =>
    createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
  const service = sessionOf("magnum");
  const connection = { authUrl: simulator.authUrl, region: simulator.region };
  const endpoints = { identity: simulator.authUrl, containerInfra: "http://127.0.0.1/v1" };
  const certificates = createMemoryCertificateAuthority();
  const manager = createClusterManager({
    drivers: [swarmMode],
    certificates,
    cloud: openStackCloud({
      session: service,
      connection,
      endpoints,
      credentials: [
        trustCredentials({
          connection,
          domainAdmin: sessionOf("magnum_domain_admin"),
          trusteeDomainId: simulator.trusteeDomainId,
        }),
      ],
    }),
    observeEveryMs: { first: 150, most: 500 },
  });
  const keystone = service.service("identity");
  const server = createServer({
    manager,
    authenticator: createKeystoneAuthenticator({
      identityUrl: simulator.authUrl,
      validateToken: (token) => validateToken(keystone, token),
      trusteeDomainId: simulator.trusteeDomainId,
      clusterOfLogin: manager.clusterOfLogin,
      clock: systemClock,
    }),
  });
  const url = `${await server.listen({ host: "127.0.0.1", port: 0 })}/v1`;
  endpoints.containerInfra = url;
  simulator.addService({ type: "container-infra", name: "magnum", url });
  return {
    session: sessionOf("demo"),
    simulator,
    url,
    async close() {
      await server.close();
      await manager.close();
      await simulator.close();
    },
  };
}
