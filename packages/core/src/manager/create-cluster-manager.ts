import { randomUUID } from "node:crypto";
import type { CertificateAuthority } from "../certificates/certificate-port.ts";
import { createCertificateAuthority } from "../certificates/certificate-authority.ts";
import { createX509KeyPairCertManager } from "../certificates/x509keypair-cert-manager.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { DEFAULT_OPERATOR_SETTINGS, type OperatorSettings } from "../driver/operator-settings.ts";
import { createDriverRegistry } from "../driver/registry.ts";
import { type Clock, systemClock } from "../engine/clock.ts";
import { createEngine } from "../engine/engine.ts";
import type { OperationDispatch } from "../engine/dispatch.ts";
import {
  DEFAULT_LEASE_MS,
  DEFAULT_OBSERVE_CALLS_PER_MINUTE,
  DEFAULT_SURVEY_IDLE_MS,
  type EngineParts,
} from "../engine/engine-parts.ts";
import { keepNotifying, type Notifier } from "../engine/notifications.ts";
import { keepRelaying } from "../engine/outbox-relay.ts";
import { type Logger, silentLogger } from "../engine/logger.ts";
import { createLookMeter } from "../engine/look-meter.ts";
import { createSurveys } from "../engine/surveys.ts";
import { createWakeUp } from "../engine/wake-up.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { isTerminal } from "../operation/operation.ts";
import { DEFAULT_SERVICE_DOWN_MS, isUp } from "../service/conductor-service.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";
import type { AcceptedChange, ClusterManager } from "./cluster-manager.ts";
import { keepWarningOfExpiry, warnOfExpiry } from "./expiry-warnings.ts";
import { keepBeating } from "./heartbeat.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { KEEP_ALL, keepPruning, type Retention } from "./pruning.ts";
import { type OperatorRules, operatorRules } from "./operator-rules.ts";
import { RequesterView } from "./requester-view.ts";
import { untilCurrent } from "./until-current.ts";

export interface ClusterManagerOptions<Services> extends Partial<OperatorRules> {
  readonly drivers: readonly ClusterDriver<Services>[];
  /** Decides between several drivers of the same cluster type, where a template names none. */
  readonly defaultDriver?: string;
  /** What drivers are told of the operator's wishes; the size of boot volumes is told too. */
  readonly operator?: Partial<Omit<OperatorSettings, "bootVolumeSizeGib">>;
  readonly cloud: Cloud<Services>;
  /** Default: in memory, gone with the process. */
  readonly store?: Store;
  /** Keeps the clusters' certificate authorities. Default: in the store. */
  readonly certificates?: CertificateAuthority;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** How often a changing cluster is looked at: first, and at most. Default 1000 and 10 000. */
  readonly observeEveryMs?: { readonly first: number; readonly most: number };
  /**
   * How often the clusters of a project are looked at while none of them changes, where the driver
   * can look at many at once. Default 300 000; longer where that would be too many projects a minute.
   */
  readonly surveyIdleMs?: number;
  /**
   * Surveys are put off while they cost this process as many calls in the last minute; a sixth of
   * it is for projects where nothing changes. Operations look by themselves less often while that
   * costs half as many. Default 240.
   */
  readonly observeCallsPerMinute?: number;
  /** Run operations in this process. Default true. */
  readonly runOperations?: boolean;
  /** A service without a heartbeat for this long counts as down. Default 180 000. */
  readonly serviceDownMs?: number;
  /** How long a process that died keeps what it claimed. Default 30 000. */
  readonly leaseMs?: number;
  /** How long operations that ended and events are kept, in days. Default: for ever. */
  readonly retention?: Partial<Retention>;
  /** Told of every operation that is accepted or ends, by one of the processes that run operations. */
  readonly notifier?: Notifier;
  /** Tells other processes of accepted operations sooner than they look by themselves. */
  readonly dispatch?: OperationDispatch;
  /** Under what name this process is among the services while it runs operations. Default `localhost`. */
  readonly host?: string;
}

/**
 * The front door: clusters and their whole life, in this process.
 *
 * Throws `JRB_DRIVER_INCOMPATIBLE` when a driver does not fit the cloud or this core.
 */
export function createClusterManager<Services>(
  options: ClusterManagerOptions<Services>,
): ClusterManager {
  const { cloud, store = createMemoryStore(), clock = systemClock } = options;
  const rules = operatorRules(options);
  const closing = new AbortController();
  const engineParts: EngineParts<Services> = {
    store,
    drivers: createDriverRegistry(options.drivers, cloud.serviceTypes, options.defaultDriver),
    cloud,
    certificates:
      options.certificates ??
      createCertificateAuthority(store.authorities, createX509KeyPairCertManager(store.keyPairs)),
    clock,
    log: options.log ?? silentLogger,
    wakeUp: createWakeUp(),
    operator: {
      ...DEFAULT_OPERATOR_SETTINGS,
      ...options.operator,
      bootVolumeSizeGib: rules.defaultBootVolumeSizeGib,
    },
    owner: randomUUID(),
    leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS,
    observeEveryMs: options.observeEveryMs ?? { first: 1000, most: 10_000 },
    surveyIdleMs: options.surveyIdleMs ?? DEFAULT_SURVEY_IDLE_MS,
    observeCallsPerMinute: options.observeCallsPerMinute ?? DEFAULT_OBSERVE_CALLS_PER_MINUTE,
    surveyLooks: createLookMeter(clock),
    operationLooks: createLookMeter(clock),
    stopping: closing.signal,
  };
  const surveys = createSurveys(engineParts);
  const engine = createEngine(engineParts);
  const parts: ManagerParts<Services> = {
    ...engineParts,
    // What a request reads and writes is read again when the engine was quicker.
    store: { ...store, transaction: (work) => untilCurrent(() => store.transaction(work)) },
    engine,
    rules,
  };
  const { dispatch } = options;
  const background: Promise<unknown>[] = [];
  if (options.runOperations ?? true) {
    engine.start();
    background.push(surveys.keepTaking());
    background.push(keepBeating(engineParts, options.host ?? "localhost"));
    background.push(keepWarningOfExpiry(engineParts));
    if (options.notifier) background.push(keepNotifying(engineParts, options.notifier));
    background.push(keepPruning(engineParts, { ...KEEP_ALL, ...options.retention }));
    dispatch?.consume((operationUuid) => engine.runHanded(operationUuid));
  }
  if (dispatch) background.push(keepRelaying(engineParts, dispatch));

  const own = new RequesterView(parts, () => cloud.self());
  return {
    clusterTemplates: own.clusterTemplates,
    clusters: own.clusters,
    nodeGroups: own.nodeGroups,
    quotas: own.quotas,
    stats: own.stats,
    watch: (watchOptions) => own.watch(watchOptions),
    as: (requester, identity) => new RequesterView(parts, async () => requester, identity),
    wait: (change, waitOptions = {}) => waitForEnd(parts, change, waitOptions.signal),
    drivers: options.drivers,
    clusterOfLogin: (loginId) => parts.store.credentials.clusterOf(loginId),
    async services() {
      const services = await parts.store.services.list();
      const downMs = options.serviceDownMs ?? DEFAULT_SERVICE_DOWN_MS;
      return services.map((service) => ({
        ...service,
        up: isUp(service, parts.clock.now(), downMs),
      }));
    },
    async runDueOperations() {
      await surveys.takeDue();
      await warnOfExpiry(engineParts);
      return engine.runDue();
    },
    async close() {
      closing.abort();
      await engine.stopped();
      await Promise.all(background);
      await parts.store.close();
    },
  };
}

async function waitForEnd<Services>(
  parts: ManagerParts<Services>,
  change: AcceptedChange,
  signal: AbortSignal | undefined,
): Promise<Cluster | undefined> {
  const { store, clock, wakeUp, stopping } = parts;
  const stop = signal ? AbortSignal.any([stopping, signal]) : stopping;
  while (change.operation) {
    stop.throwIfAborted();
    const woken = new AbortController();
    const either = AbortSignal.any([woken.signal, stop]);
    const next = wakeUp.next(either);
    const operation = await store.operations.find(change.operation.uuid);
    if (operation && isTerminal(operation)) {
      woken.abort();
      if (operation.state === "succeeded") break;
      throw new JeroboamError(
        operation.state === "cancelled" ? "JRB_OPERATION_CANCELLED" : "JRB_OPERATION_FAILED",
        `The ${operation.kind} operation of cluster ${change.cluster.name} ${operation.state}: ${operation.error?.message ?? "a later request overtook it"}`,
        { details: { operation: operation.uuid, error: operation.error } },
      );
    }
    await Promise.race([next, clock.sleep(1000, either)]);
    woken.abort();
  }
  return store.clusters.find(change.cluster.uuid);
}
