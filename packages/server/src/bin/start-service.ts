import { hostname } from "node:os";
import {
  createClusterManager,
  createMemoryCertificateAuthority,
  type Logger,
  systemClock,
} from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createSession,
  EndpointNotFoundError,
  loadSessionOptions,
  type Session,
  validateToken,
} from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { createServer } from "../create-server.ts";
import { createKeystoneAuthenticator } from "../identity/keystone-authenticator.ts";
import { loadDrivers } from "../load-drivers.ts";
import { policyFromFile } from "../policy/policy-from-file.ts";
import type { ServiceOptions } from "../service-options.ts";
import { operatorOptions, serverOptions } from "./composed-options.ts";
import { unreachableReason } from "./told-address.ts";
import { findTrustees } from "./trustees.ts";

/** The running service. */
export interface Service {
  /** Finishes what is being answered and done, and stops. */
  close(): Promise<void>;
}

/**
 * Composes the library with an OpenStack cloud and listens.
 *
 * @throws for policy files and driver modules that cannot be used, before the cloud is asked; for a
 * cloud that lets the service not in; for an address that cannot be listened at. Nothing runs then.
 */
export async function startService(options: ServiceOptions, log: Logger): Promise<Service> {
  const policy = policyFromFile({
    generation: options.policyDefaults,
    directories: options.policyDirs,
    log,
    ...(options.policyFile === undefined ? {} : { path: options.policyFile }),
  });
  const drivers = [swarmMode, ...(await loadDrivers(options.drivers, process.cwd()))];
  const { auth, ...connection } = await loadSessionOptions();
  const session = createSession({ ...connection, auth });
  const trustees = await findTrustees(options, connection);
  if (!trustees)
    log.warn(
      {},
      "no trustee domain: operations run as the service itself, and TLS is not possible",
    );
  const endpoints = {
    identity: options.identityUrl ?? (await session.endpoint("identity")),
    containerInfra: options.publicUrl ?? (await catalogUrl(session, options)),
  };
  for (const [name, url] of Object.entries(endpoints)) {
    const reason = unreachableReason(url);
    if (reason !== undefined)
      log.warn({ [name]: url }, `nodes are told an address that they cannot reach: ${reason}`);
  }
  log.warn({}, "clusters, certificates and quotas are in memory alone and end with this process");
  const certificates = createMemoryCertificateAuthority({
    requestKeyBitsMin: options.csrRsaBitsMin,
  });
  const manager = createClusterManager({
    ...operatorOptions(options),
    drivers,
    certificates,
    cloud: openStackCloud({
      session,
      connection,
      endpoints,
      ...(trustees ? { credentials: trustees.credentials } : {}),
    }),
    log,
    host: hostname(),
    observeEveryMs: { first: options.observeFirstMs, most: options.observeMostMs },
  });
  const opened: Service[] = [manager];
  const close = async () => {
    for (const part of opened.toReversed()) await part.close();
  };
  try {
    const keystone = session.service("identity");
    const server = createServer({
      ...serverOptions(options),
      manager,
      certificates,
      log,
      policy,
      authenticator: createKeystoneAuthenticator({
        identityUrl: endpoints.identity,
        validateToken: (token) => validateToken(keystone, token, { catalog: false }),
        clusterOfTrustee: (userId) => manager.clusterOfTrustee(userId),
        clock: systemClock,
        cacheMs: options.tokenCacheSeconds * 1000,
        ...(trustees ? { trusteeDomainId: trustees.domainId } : {}),
      }),
    });
    opened.push(server);
    const address = await server.listen(options);
    log.info({ address, ...endpoints }, "listening");
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** This API as the catalog has it, or where it listens when it is not there. */
async function catalogUrl(session: Session, { host, port }: ServiceOptions): Promise<string> {
  try {
    return await session.endpoint("container-infra");
  } catch (error) {
    if (error instanceof EndpointNotFoundError) return `http://${host}:${port}/v1`;
    throw error;
  }
}
