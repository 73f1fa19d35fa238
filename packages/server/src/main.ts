#!/usr/bin/env node
// The executable: composes the library with an OpenStack cloud and the drivers that ship with it.
import { hostname } from "node:os";
import {
  type CredentialStrategy,
  createClusterManager,
  createMemoryCertificateAuthority,
  systemClock,
} from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createSession,
  EndpointNotFoundError,
  loadSessionOptions,
  type Session,
  type SessionOptions,
  validateToken,
} from "@jeroboam/openstack-client";
import { openStackCloud, trustCredentials } from "@jeroboam/openstack-client/cloud";
import { createServer } from "./create-server.ts";
import { createKeystoneAuthenticator } from "./identity/keystone-authenticator.ts";
import { jsonLinesLogger } from "./json-lines-logger.ts";
import { loadDrivers } from "./load-drivers.ts";
import { policyFromFile } from "./policy/policy-from-file.ts";
import { readServiceOptions, type ServiceOptions } from "./service-options.ts";

type Connection = Omit<SessionOptions, "auth">;
interface Trustees {
  readonly domainId: string;
  readonly credentials: CredentialStrategy;
}

await main().catch((error: unknown) => {
  process.stderr.write(
    `jeroboam-server: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const options = readServiceOptions(process.argv.slice(2), process.env);
  const log = jsonLinesLogger(
    (line) => process.stderr.write(line),
    options.logLevel,
    () => new Date(),
  );
  const { auth, ...connection } = await loadSessionOptions();
  const session = createSession({ ...connection, auth });
  const trustees = await findTrustees(options, connection);
  if (!trustees)
    log.warn(
      {},
      "no trustee domain: operations run as the service itself, and TLS is not possible",
    );
  const identity = options.identityUrl ?? (await session.endpoint("identity"));
  const containerInfra = options.publicUrl ?? (await catalogUrl(session, options));
  const certificates = createMemoryCertificateAuthority({
    requestKeyBitsMin: options.csrRsaBitsMin,
  });
  const manager = createClusterManager({
    drivers: [swarmMode, ...(await loadDrivers(options.drivers, process.cwd()))],
    certificates,
    cloud: openStackCloud({
      session,
      connection,
      endpoints: { identity, containerInfra },
      ...(trustees ? { credentials: trustees.credentials } : {}),
    }),
    log,
    host: hostname(),
    observeEveryMs: { first: options.observeFirstMs, most: options.observeMostMs },
  });
  const keystone = session.service("identity");
  const server = createServer({
    manager,
    certificates,
    log,
    authenticator: createKeystoneAuthenticator({
      identityUrl: identity,
      validateToken: (token) => validateToken(keystone, token, { catalog: false }),
      clusterOfTrustee: manager.clusterOfTrustee,
      clock: systemClock,
      ...(trustees ? { trusteeDomainId: trustees.domainId } : {}),
    }),
    policy: policyFromFile({
      generation: options.policyDefaults,
      directories: options.policyDirs,
      log,
      ...(options.policyFile === undefined ? {} : { path: options.policyFile }),
    }),
    ...addressOptions(options),
    cors: { allowedOrigins: options.corsAllowedOrigins },
    healthcheck: {
      disableFile: options.healthcheckDisableFile,
      detailed: options.healthcheckDetailed,
    },
  });

  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, "stopping");
    await server.close();
    await manager.close();
  };
  // A second signal finds no listener and ends the process at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.error({ error }, "could not stop in order");
        process.exitCode = 1;
      });
    });
  const address = await server.listen(options).catch(async (error: unknown) => {
    await manager.close();
    throw error;
  });
  log.info({ address, publicUrl: containerInfra, identityUrl: identity }, "listening");
}

/** Where the API stands for those who call it. */
function addressOptions({ publicUrl, mountPath, enableProxyHeadersParsing }: ServiceOptions) {
  return {
    enableProxyHeadersParsing,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(mountPath === undefined ? {} : { mountPath }),
  };
}

/** How clusters get users of their own; undefined where no domain was named. */
async function findTrustees(
  options: ServiceOptions,
  connection: Connection,
): Promise<Trustees | undefined> {
  const { trusteeDomain, trusteeDomainAdmin, trusteeDomainAdminPassword } = options;
  if (trusteeDomain === undefined) return undefined;
  if (trusteeDomainAdminPassword === undefined)
    throw new Error("--trustee-domain needs JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD");
  const domain = /^[0-9a-f]{32}$/.test(trusteeDomain)
    ? { id: trusteeDomain }
    : { name: trusteeDomain };
  const domainAdmin = createSession({
    ...connection,
    auth: {
      type: "password",
      user: { name: trusteeDomainAdmin, domain },
      password: trusteeDomainAdminPassword,
      scope: { type: "domain", domain },
    },
  });
  const { domain: found } = await domainAdmin.token();
  if (!found) throw new Error(`Keystone gave no token for the domain ${trusteeDomain}`);
  return {
    domainId: found.id,
    credentials: trustCredentials({ connection, domainAdmin, trusteeDomainId: found.id }),
  };
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
