import type { Requester } from "../cloud/cloud.ts";
import { isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";
import { subjectOf } from "../events/status-events.ts";
import type { Operation, StepName } from "../operation/operation.ts";
import { type Cluster, hasNodeGroups } from "../cluster/cluster.ts";
import { nextStep } from "../operation/steps.ts";
import type { StoreRows } from "../store/store.ts";
import { backOffMs } from "./back-off.ts";
import { type EngineParts, STEP_TIMEOUT_MS } from "./engine-parts.ts";
import { isOvertaken } from "./cancel-step.ts";
import { givenUp } from "./given-up.ts";
import { keepClaim } from "./lease.ts";
import { isChanged } from "./observation.ts";
import { finish } from "./operation-outcome.ts";
import { commit, type OperationRun, type StepResult } from "./operation-run.ts";
import { STEP_RUNNERS } from "./steps.ts";

export interface RunOptions {
  readonly requester?: Requester;
  /** Stop after this step and let any process go on from there. */
  readonly until?: StepName;
}

/**
 * Takes a claimed operation as far as it goes now: to its end, to a step that has to wait, or to a
 * failure. Never throws; a claim that was lost is left to whoever has it.
 *
 * @returns how many steps were run
 */
export async function runOperation<Services>(
  parts: EngineParts<Services>,
  claimed: Operation,
  options: RunOptions = {},
): Promise<number> {
  const ended = new AbortController();
  const lost = new AbortController();
  const claim = keepClaim(parts, claimed, ended.signal, () => lost.abort());
  let steps = 0;
  try {
    const run = await openRun(parts, claimed, lost.signal, options.requester);
    if (!run) return 0;
    try {
      do steps++;
      while (await advance(run, options.until));
    } catch (error) {
      await settle(run, error);
    }
  } finally {
    ended.abort();
    await claim;
  }
  return steps;
}

/** Runs the next step; answers whether there is more to do now. */
async function advance<Services>(run: OperationRun<Services>, until?: StepName): Promise<boolean> {
  const { operation } = run;
  const { kind, finishedSteps, cancelRequested } = operation;
  const next = nextStep(kind, finishedSteps, hasNodeGroups(run.cluster));
  const overtaken = isOvertaken(run);
  if (overtaken || !next) {
    await finish(run, overtaken ? "cancelled" : "succeeded", null);
    return false;
  }
  const step = cancelRequested && !finishedSteps.includes("cancel") ? "cancel" : next;
  const trace = { operation: operation.uuid, cluster: operation.clusterUuid, kind: operation.kind };
  run.parts.log.debug({ ...trace, step }, "step begins");
  const result = await attemptStep(run, step);
  if (result.kind === "cancelled") {
    await finish(run, "cancelled", { code: "JRB_OPERATION_CANCELLED", message: result.reason });
    return false;
  }
  if (result.kind === "failed") {
    await finish(run, cancelRequested ? "cancelled" : "failed", result.error);
    return false;
  }
  if (result.kind === "again") {
    await handBack(run, { afterMs: result.afterMs, failures: 0 });
    return false;
  }
  await recordStep(run, step, result.cluster);
  run.parts.log.debug({ ...trace, step }, "step recorded");
  if (step !== until) return true;
  await handBack(run, { afterMs: 0, failures: 0 }, (rows) =>
    rows.outbox.append(run.operation.uuid),
  );
  return false;
}

async function openRun<Services>(
  parts: EngineParts<Services>,
  operation: Operation,
  claimLost: AbortSignal,
  requester: Requester | undefined,
): Promise<OperationRun<Services> | undefined> {
  const cluster = await parts.store.clusters.find(operation.clusterUuid);
  const template = cluster && (await parts.store.clusterTemplates.find(cluster.clusterTemplateId));
  if (!cluster) {
    parts.log.error({ operation: operation.uuid }, "operation without a cluster is dropped");
    await parts.store.operations.replace({
      ...operation,
      state: "cancelled",
      leaseOwner: null,
      leaseUntil: null,
      finishedAt: parts.clock.now(),
    });
    return undefined;
  }
  const run: OperationRun<Services> = {
    parts,
    operation,
    cluster,
    requester,
    signal: parts.stopping,
    claimLost,
    get template() {
      if (template) return template;
      throw new JeroboamError(
        "JRB_INTERNAL",
        `Cluster ${cluster.name} lost its cluster template ${cluster.clusterTemplateId}.`,
      );
    },
    get driver() {
      return parts.drivers.ofTemplate(run.template);
    },
  };
  return run;
}

async function attemptStep<Services>(
  run: OperationRun<Services>,
  step: StepName,
): Promise<StepResult> {
  const { clock } = run.parts;
  if (isOverdue(run.operation, clock.now()))
    return { kind: "failed", error: timedOut(run.operation, run.operation.error) };
  run.signal = AbortSignal.any([
    AbortSignal.timeout(STEP_TIMEOUT_MS),
    run.parts.stopping,
    run.claimLost,
  ]);
  return Promise.race([STEP_RUNNERS[step](run), givenUp(run.signal)]);
}

/** The deadline came; what stood in the way last is the reason. */
function timedOut({ kind, timeoutMinutes }: Operation, last: Operation["error"]) {
  return {
    code: "JRB_OPERATION_TIMED_OUT",
    message: `The ${kind} operation did not finish within ${timeoutMinutes} minutes.${last ? ` Last error: ${last.message}` : ""}`,
  };
}

function isOverdue({ deadlineAt }: Operation, now: Date): boolean {
  return deadlineAt !== null && now >= deadlineAt;
}

async function recordStep<Services>(
  run: OperationRun<Services>,
  step: StepName,
  cluster?: Cluster,
): Promise<void> {
  const { uuid, kind, finishedSteps } = run.operation;
  const subject = subjectOf(run.cluster, uuid, run.parts.clock.now());
  await commit(
    run,
    {
      operation: {
        finishedSteps: [...finishedSteps, step],
        failures: 0,
        error: null,
      },
      ...(cluster && isChanged(run, cluster) ? { cluster } : {}),
    },
    async (rows) => {
      await rows.events.append({ type: "operation.step", ...subject, operation: kind, step });
    },
  );
}

/** Gives the claim back, to be taken up again after a while by any process. */
async function handBack<Services>(
  run: OperationRun<Services>,
  again: { afterMs: number; failures: number; error?: { code: string; message: string } },
  also: (rows: StoreRows) => Promise<void> = async () => {},
): Promise<void> {
  const now = run.parts.clock.now();
  const { error } = again;
  const change = {
    state: "queued" as const,
    leaseOwner: null,
    leaseUntil: null,
    notBefore: new Date(now.getTime() + again.afterMs),
    failures: again.failures,
    error: error ?? null,
  };
  await commit(run, { operation: change }, async (rows) => {
    await also(rows);
    if (!error) return;
    await rows.events.append({
      type: "operation.retry",
      ...subjectOf(run.cluster, run.operation.uuid, now),
      operation: run.operation.kind,
      reason: error.message,
    });
  });
}

/** What an ended step or a request stored meanwhile makes an outcome be stored once more. */
const SETTLE_TRIES = 5;

/** Decides what an exception means: lost claim, try again, or the end. */
async function settle<Services>(
  run: OperationRun<Services>,
  error: unknown,
  tries = SETTLE_TRIES,
): Promise<void> {
  const { log, store, clock } = run.parts;
  const { operation } = run;
  const fields = { operation: operation.uuid, cluster: operation.clusterUuid };
  if (run.claimLost.aborted) {
    log.warn(fields, "the claim was lost; whoever has it goes on");
    return;
  }
  try {
    if (isConflict(error)) {
      const stored = await store.operations.find(operation.uuid);
      const ours =
        stored?.leaseOwner === operation.leaseOwner && stored?.attempt === operation.attempt;
      if (!stored || !ours || stored.state !== "running") return;
      // Ours still: a request changed the rows meanwhile. Read them again soon.
      const cluster = await store.clusters.find(operation.clusterUuid);
      run.operation = stored;
      run.cluster = cluster ?? run.cluster;
      if (isOvertaken(run)) await finish(run, "cancelled", null);
      else await handBack(run, { afterMs: 0, failures: stored.failures });
      return;
    }
    if (run.parts.stopping.aborted && run.signal.aborted) {
      await handBack(run, { afterMs: 0, failures: operation.failures });
      return;
    }
    const described = describe(error);
    if (isRetryable(error) || run.signal.aborted) {
      if (isOverdue(operation, clock.now())) {
        await finish(run, "failed", timedOut(operation, described));
        return;
      }
      const failures = operation.failures + 1;
      log.warn({ ...fields, ...described, failures }, "step failed; it will be tried again");
      await handBack(run, { afterMs: backOffMs(failures), failures, error: described });
      return;
    }
    log.error({ ...fields, ...described }, "operation failed");
    await finish(run, "failed", described);
  } catch (secondary) {
    if (isConflict(secondary) && tries > 1) return settle(run, secondary, tries - 1);
    log.error(
      { ...fields, ...describe(secondary) },
      "outcome could not be stored; the lease will run out",
    );
  }
}

function isConflict(error: unknown): boolean {
  return JeroboamError.isInstance(error) && error.code === "JRB_STORE_CONFLICT";
}

function describe(error: unknown): { code: string; message: string } {
  const code =
    typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
      ? error.code
      : "JRB_INTERNAL";
  return { code, message: messageOf(error) };
}
