import { type ClusterManager, type Logger, systemClock } from "@jeroboam/core";
import { listRevocations, validateToken } from "@jeroboam/openstack-client";
import { createServer } from "../create-server.ts";
import type { Health } from "../health/health.ts";
import { createKeystoneAuthenticator } from "../identity/keystone-authenticator.ts";
import { openMemcached } from "../identity/memcached.ts";
import { createSharedTokens, type SharedTokens } from "../identity/shared-tokens.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Policy } from "../policy/policy.ts";
import type { ServiceOptions } from "../service-options.ts";
import type { ServerCertificate } from "../tls/server-certificate.ts";
import { serverOptions } from "./composed-options.ts";
import type { ConnectedCloud } from "./connect-cloud.ts";
import { listening } from "./listening.ts";

interface ApiParts {
  readonly manager: ClusterManager;
  readonly log: Logger;
  readonly policy: Policy;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly connected: ConnectedCloud;
  readonly tls?: ServerCertificate;
}

/** Puts the API before the manager and listens. */
export async function startApi(
  options: ServiceOptions,
  { connected, metrics, ...parts }: ApiParts,
): Promise<{ close(): Promise<void> }> {
  const { session, trustees, endpoints } = connected;
  const keystone = session.service("identity");
  const shared = sharedTokens(options, parts.log);
  const server = createServer({
    ...serverOptions(options),
    ...parts,
    answered: metrics.requestAnswered,
    authenticator: createKeystoneAuthenticator({
      identityUrl: endpoints.identity,
      validateToken: (token) => validateToken(keystone, token, { catalog: false }),
      clusterOfLogin: (userId) => parts.manager.clusterOfLogin(userId),
      clock: systemClock,
      cacheMs: options.tokenCacheSeconds * 1000,
      ...(options.revocationCheckSeconds > 0 && {
        revocations: {
          list: (since) => listRevocations(keystone, { since }),
          everyMs: options.revocationCheckSeconds * 1000,
          log: parts.log,
        },
      }),
      ...(shared && { shared }),
      ...(trustees ? { trusteeDomainId: trustees.domainId } : {}),
    }),
  });
  try {
    const address = await listening(server, options, "--host, --port");
    parts.log.info({ address, ...endpoints }, "listening");
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    async close() {
      await server.close();
      shared?.close();
    },
  };
}

/** Without a secret anybody on memcached's network could write there who they are. */
function sharedTokens(
  { memcachedServers, memcacheSecretKey }: ServiceOptions,
  log: Logger,
): SharedTokens | undefined {
  if (memcachedServers.length === 0 || memcacheSecretKey === undefined) return undefined;
  return createSharedTokens({
    memory: openMemcached(memcachedServers),
    secret: memcacheSecretKey,
    log,
    clock: systemClock,
  });
}
