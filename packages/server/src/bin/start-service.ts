import {
  createCertificateAuthority,
  createClusterManager,
  type Logger,
  type OperationDispatch,
} from "@jeroboam/core";
import { createRabbitMqDispatch } from "../broker/rabbitmq-dispatch.ts";
import { parseTransportUrl } from "../broker/transport-url.ts";
import { serviceCertManager } from "../certificates/service-cert-manager.ts";
import { namedPolicyFile } from "../config/named-policy-file.ts";
import { createHealth } from "../health/health.ts";
import { createHealthServer } from "../health/health-server.ts";
import { meteredStore } from "../metrics/metered-store.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { openNotifier } from "../notifications/open-notifier.ts";
import { policyFromFile } from "../policy/policy-from-file.ts";
import type { ServiceOptions } from "../service-options.ts";
import { readServerCertificate } from "../tls/server-certificate.ts";
import { atMost } from "./at-most.ts";
import { authorityOptions, engineOptions, operatorOptions } from "./composed-options.ts";
import { connectCloud } from "./connect-cloud.ts";
import { listening } from "./listening.ts";
import { openStore } from "./open-store.ts";
import { answersApi, runsOperations, type ServiceRole } from "./role.ts";
import { serviceChecks } from "./service-health.ts";
import { loadServiceSession } from "./service-session.ts";
import { startApi } from "./start-api.ts";
import { usedDrivers } from "./used-drivers.ts";

/** The running service. */
export interface Service {
  /** Finishes what is being answered, hands back what is being done, and stops. */
  close(): Promise<void>;
}

/**
 * Composes the library with a database and an OpenStack cloud, and listens or works.
 *
 * @param stopping - Aborted when the process is told to stop; ends the waiting for what is away.
 * @throws for policy files, certificates, driver modules and a login that cannot be used, before anybody is asked; for a
 * database that does not fit; for a cloud that lets the service not in; for an address that cannot be
 * listened at. Nothing runs then.
 */
export async function startService(
  role: ServiceRole,
  options: ServiceOptions,
  log: Logger,
  stopping: AbortSignal,
): Promise<Service> {
  const policyFile = namedPolicyFile(options);
  const policy = policyFromFile({
    generation: options.policyDefaults,
    directories: options.policyDirs,
    log,
    ...(policyFile === undefined ? {} : { path: policyFile }),
  });
  const certificate = answersApi(role) ? readServerCertificate(options) : undefined;
  const drivers = await usedDrivers(options);
  const login = await loadServiceSession(options, process.env);
  const patience = { log, stopping };
  const opened: Service[] = [];
  const close = async () => {
    for (const part of opened.toReversed()) await part.close();
  };
  try {
    const stored = await openStore(options, role, patience);
    opened.push(stored);
    const connected = await connectCloud(options, login, patience);
    const dispatch = openDispatch(options, log);
    const health = createHealth({
      checks: serviceChecks({ store: stored, session: connected.session, dispatch }),
      stopping,
    });
    const metrics = createMetrics({
      cloudCalls: connected.calls.totals,
      ...(dispatch && { outboxDepth: () => stored.outbox.count() }),
      firstAuthorityEnd: () => stored.authorities.firstEnd(),
    });
    const store = meteredStore(stored, metrics.operations, () => performance.now());
    if (options.healthPort !== undefined) {
      const { healthPort: port, healthHost: host } = options;
      const watched = createHealthServer({ health, metrics, log });
      opened.push(watched);
      const address = await listening(watched, { host, port }, "--health-host, --health-port");
      log.info({ address }, "health and metrics are told");
    }
    const notifier = runsOperations(role) ? openNotifier(options, log) : undefined;
    if (notifier) opened.push(notifier);
    const certificates = createCertificateAuthority(
      store.authorities,
      serviceCertManager(options, { store, session: connected.session, log }),
      authorityOptions(options),
    );
    const manager = createClusterManager({
      ...operatorOptions(options),
      ...engineOptions(options),
      drivers,
      certificates,
      store,
      cloud: connected.cloud,
      log,
      runOperations: runsOperations(role),
      ...(dispatch ? { dispatch } : {}),
      ...(notifier ? { notifier } : {}),
    });
    opened.push(closingWith(manager, dispatch));
    if (answersApi(role)) {
      const parts = { manager, log, policy, health, metrics, connected };
      const api = await startApi(options, { ...parts, ...(certificate && { tls: certificate }) });
      const patienceMs = (options.stopGraceSeconds * 1000) / 2;
      opened.push({ close: () => atMost(patienceMs, api.close()) });
    }
    log.info({ role }, "running");
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

function openDispatch({ transportUrl, rabbitPrefetch }: ServiceOptions, log: Logger) {
  if (transportUrl === undefined) return undefined;
  const transport = parseTransportUrl(transportUrl);
  return createRabbitMqDispatch({ transport, log, prefetch: rabbitPrefetch });
}

/** The broker hands out nothing more before the manager gives back what it has. */
function closingWith(manager: Service, dispatch: OperationDispatch | undefined): Service {
  return {
    async close() {
      await Promise.all([dispatch?.close(), manager.close()]);
    },
  };
}
