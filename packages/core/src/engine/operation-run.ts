import type { CloudConnection, Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { ClusterDriver, DriverContext } from "../driver/contract.ts";
import type { Operation } from "../operation/operation.ts";
import { storeConflict } from "../store/store-conflict.ts";
import type { StoreRows } from "../store/store.ts";
import { statusEvents } from "../events/status-events.ts";
import { type OperationSubject, participants } from "../state/participants.ts";
import { touched } from "../state/touched.ts";
import type { EngineParts } from "./engine-parts.ts";
import { leaseFrom } from "./lease.ts";

/** One claim of one operation: what its steps read, and the only way they write. */
export interface OperationRun<Services> {
  readonly parts: EngineParts<Services>;
  /** Present in the process that accepted the request, until the cluster has its credential. */
  readonly requester: Requester | undefined;
  /** Ends the step that runs now. */
  signal: AbortSignal;
  /** Aborts when somebody else has the claim. */
  readonly claimLost: AbortSignal;
  /** What is written with it is refused. */
  isAbandoned: boolean;
  /** The claim goes on with another one, and a step that was given up keeps this one, abandoned. */
  succeed(): OperationRun<Services>;
  operation: Operation;
  cluster: Cluster;
  readonly template: ClusterTemplate;
  /** Throws when none that is registered here makes such clusters. */
  readonly driver: ClusterDriver<Services>;
}

/** What is stored together with a step's end. */
export interface StepWrites {
  /** As the step leaves it. */
  readonly cluster?: Cluster;
  readonly also?: (rows: StoreRows) => Promise<void>;
}

/** What a step says at its end: finished, or to be looked at again later. */
export type StepResult =
  /** The next step follows at once where it is not told to wait. */
  | ({ readonly kind: "done"; readonly nextAfterMs?: number } & StepWrites)
  | ({ readonly kind: "again"; readonly afterMs: number } & StepWrites)
  | {
      readonly kind: "failed";
      readonly error: { readonly code: string; readonly message: string };
    }
  /** Ended on request, before the infrastructure took anything. */
  | { readonly kind: "cancelled"; readonly reason: string };

export function subjectOfRun<Services>(run: OperationRun<Services>): OperationSubject {
  return { kind: run.operation.kind, nodeGroup: run.operation.input.nodeGroup };
}

/** The node groups that the operation is about, as they stand now. */
export function groupsOf<Services>(run: OperationRun<Services>): readonly NodeGroup[] {
  return participants(run.cluster, subjectOfRun(run));
}

/**
 * Writes the operation, and the cluster if it is given, in one transaction, with the events that
 * tell of it. Fenced: a conductor whose claim is no longer the current one writes nothing and gets
 * `JRB_STORE_CONFLICT`.
 */
export async function commit<Services>(
  run: OperationRun<Services>,
  change: { operation?: Partial<Operation>; cluster?: Cluster },
  also: (rows: StoreRows) => Promise<void> = async () => {},
): Promise<void> {
  const { store, clock, wakeUp } = run.parts;
  if (run.isAbandoned) throw storeConflict("operation", run.operation.uuid);
  const now = clock.now();
  const before = run.cluster;
  const [operation, cluster] = await store.transaction(async (rows) => {
    const nextOperation = await rows.operations.replace({
      ...run.operation,
      // It may have been renewed since the row was read.
      leaseUntil: leaseFrom(run.parts),
      ...change.operation,
    });
    const nextCluster = change.cluster
      ? await rows.clusters.replace(touched(before, change.cluster, now))
      : before;
    for (const event of statusEvents(before, nextCluster, nextOperation.uuid, now))
      await rows.events.append(event);
    await also(rows);
    return [nextOperation, nextCluster] as const;
  });
  run.operation = operation;
  run.cluster = cluster;
  wakeUp.notify();
}

/** A connection with the cluster's own rights. */
export async function connect<Services>(
  run: OperationRun<Services>,
): Promise<{ connection: CloudConnection<Services>; context: DriverContext<Services> }> {
  const { cloud, store, certificates, operator, log, clock } = run.parts;
  const credential = await store.credentials.find(run.cluster.uuid);
  const connection = await cloud.connectFor(run.cluster.projectId, credential);
  return {
    connection,
    context: {
      services: connection.services,
      certificates,
      credential,
      endpoints: cloud.endpoints,
      operator,
      log,
      clock,
      signal: run.signal,
    },
  };
}
