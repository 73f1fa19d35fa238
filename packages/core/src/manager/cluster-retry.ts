import { givesCredentials } from "../cloud/choose-strategy.ts";
import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { Operation, OperationKind } from "../operation/operation.ts";
import { type Remedy, remedyFor } from "../state/failed-operation.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { hasFailed } from "../state/transition.ts";
import type { StoreRows } from "../store/store.ts";
import { acceptChange, claimedAtBirth } from "./accept-operation.ts";
import { acceptRetirement } from "./ca-rotation.ts";
import { requireDriver } from "./cluster-driver.ts";
import type { ChangeOptions } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { RecordOutcome } from "./once.ts";
import { notAllowed } from "./refusals.ts";
import { requireVersion } from "./require-version.ts";
import { requireTrustor } from "./trustor.ts";
import { useTemplate } from "./template-use.ts";
import { templateNotFound, visibleCluster } from "./visible.ts";

/** Their first step makes a credential. */
const BEGINS_AT_BIRTH: ReadonlySet<OperationKind> = new Set(["create", "rotate-credential"]);

type Again = Pick<Operation, "kind"> & { readonly input: Partial<Operation["input"]> };

/** Stores an operation that does again what the last failed one wanted. */
export async function retryCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  record: RecordOutcome,
  options?: ChangeOptions,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows) => {
    const cluster = await visibleCluster(rows, requester, identifier);
    requireVersion(cluster, options);
    if ((await rows.operations.openOf(cluster.uuid)).length > 0)
      throw notAllowed("Retrying", cluster);
    const operations = await rows.operations.ofCluster(cluster.uuid);
    const remedy = remedyFor(cluster, operations);
    if (!remedy || !hasFailed(cluster.status)) throw nothingToRetry(cluster);
    await requireDriver(parts, rows, cluster);
    const { kind, input } = wishOf(cluster, remedy);
    if (await needsToken(parts, rows, cluster, kind)) requireTrustor(requester, cluster);
    await useTargetTemplate(rows, input.targetTemplate ?? null);
    const { nodeGroup = null, nodeCounts = {} } = input;
    const next = requestedCluster(cluster, { kind, nodeGroup, nodeCounts }, "retry");
    if (!next) throw notAllowed("Retrying", cluster);
    const now = parts.clock.now();
    const accepted = await acceptChange(rows, {
      before: cluster,
      next,
      kind,
      requester,
      now,
      input,
      ...(BEGINS_AT_BIRTH.has(kind) && { born: (operation) => claimedAtBirth(parts, operation) }),
    });
    await record(rows, accepted.operation.uuid);
    // What was to follow was cancelled when this failed.
    const follows = operations.some(
      ({ input: { rotation } }) => rotation !== null && rotation === input.retryOf,
    );
    return follows ? acceptRetirement(rows, { requester, now }, accepted) : accepted;
  });
  parts.wakeUp.notify();
  const { operation } = change;
  if (BEGINS_AT_BIRTH.has(operation.kind))
    await parts.engine.runClaimed(operation, { requester, until: "credentials" });
  return change;
}

function wishOf(cluster: Cluster, remedy: Remedy): Again {
  if (remedy.kind === "restore") return { kind: "resize", input: { nodeGroup: remedy.nodeGroup } };
  const { uuid, kind, input, finishedSteps } = remedy.operation;
  const { former: _state, formerNodeCounts: _counts, ...wish } = input;
  const present = cluster.nodeGroups.filter((group) => group.uuid in wish.nodeCounts);
  return {
    kind,
    input: {
      ...wish,
      retryOf: uuid,
      nodesMayBeGone: wish.nodesMayBeGone || finishedSteps.includes("infrastructure"),
      formerNodeCounts: Object.fromEntries(present.map((group) => [group.uuid, group.nodeCount])),
    },
  };
}

/** Whether the operation needs the requester's token, which this process alone has. */
async function needsToken<Services>(
  { cloud }: ManagerParts<Services>,
  rows: StoreRows,
  { uuid }: Cluster,
  kind: OperationKind,
): Promise<boolean> {
  if (!givesCredentials(cloud)) return false;
  if (kind === "create") return (await rows.credentials.find(uuid)) === undefined;
  return kind === "rotate-credential";
}

async function useTargetTemplate(rows: StoreRows, uuid: string | null): Promise<void> {
  if (uuid === null) return;
  const target = await rows.clusterTemplates.find(uuid);
  if (!target) throw templateNotFound(uuid);
  await useTemplate(rows, target);
}

function nothingToRetry(cluster: Cluster): JeroboamError {
  return new JeroboamError(
    "JRB_NOTHING_TO_RETRY",
    `Cluster ${cluster.name} is ${cluster.status}; nothing failed that could be tried again.`,
    { details: { cluster: cluster.uuid, status: cluster.status } },
  );
}
