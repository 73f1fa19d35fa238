import type { Requester } from "../cloud/cloud.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { subjectOf } from "../events/status-events.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { Operation, StepName } from "../operation/operation.ts";
import { hasNodeGroups } from "../cluster/cluster.ts";
import { nextStep } from "../operation/steps.ts";
import type { StoreRows } from "../store/store.ts";
import { type EngineParts, STEP_TIMEOUT_MS } from "./engine-parts.ts";
import { isOvertaken } from "./cancel-step.ts";
import { isOverdue, timedOut } from "./deadline.ts";
import { givenUp } from "./given-up.ts";
import { handBack, handedBack } from "./hand-back.ts";
import { keepClaim } from "./lease.ts";
import { finish } from "./operation-outcome.ts";
import { commit, type OperationRun, type StepResult } from "./operation-run.ts";
import { isOursAgain, settle } from "./settle.ts";
import { STEP_RUNNERS } from "./steps.ts";

export interface RunOptions {
  readonly requester?: Requester;
  /** Stop after this step and let any process go on from there. */
  readonly until?: StepName;
}

type DoneStep = Extract<StepResult, { kind: "done" }>;

/** A process goes on this often with rows that were changed under it, before it hands them back. */
const GOES = 5;

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
    let run = await openRun(parts, claimed, lost.signal, options.requester);
    if (!run) return 0;
    for (let goes = 1; ; goes++) {
      try {
        do steps++;
        while (await advance(run, options.until));
        break;
      } catch (error) {
        // What the step still waits for may answer later, and must not write between what follows.
        if (run.signal.aborted) run = run.succeed();
        // What is to be cancelled is another claim's, which asks whether the infrastructure took it.
        if (goes < GOES && (await isOursAgain(run, error)) && !run.operation.cancelRequested)
          continue;
        await settle(run, error);
        break;
      }
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
    await handBack(run, { afterMs: result.afterMs, failures: 0 }, result);
    return false;
  }
  const isGoingOn = await recordStep(run, step, step === until ? handedOver(run, result) : result);
  run.parts.log.debug({ ...trace, step }, "step recorded");
  return isGoingOn;
}

/** The next step is for any process, which is told of it. */
function handedOver<Services>({ operation }: OperationRun<Services>, done: DoneStep): DoneStep {
  const also = async (rows: StoreRows) => {
    await done.also?.(rows);
    await rows.outbox.append(operation.uuid);
  };
  return { ...done, also, nextAfterMs: 0 };
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
  return newRun(
    { parts, operation, cluster, requester, signal: parts.stopping, claimLost },
    template,
  );
}

type Claimed<Services> = Omit<
  OperationRun<Services>,
  "template" | "driver" | "isAbandoned" | "succeed"
>;

function newRun<Services>(
  claimed: Claimed<Services>,
  template: ClusterTemplate | undefined,
): OperationRun<Services> {
  const { parts, cluster } = claimed;
  const run: OperationRun<Services> = {
    ...claimed,
    isAbandoned: false,
    succeed() {
      run.isAbandoned = true;
      const { operation, signal } = run;
      return newRun({ ...claimed, operation, cluster: run.cluster, signal }, template);
    },
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

/**
 * Stores a finished step, with what follows from it at once: the operation's end, or the pause before
 * the next step. Answers whether that is to be run now.
 */
async function recordStep<Services>(
  run: OperationRun<Services>,
  step: StepName,
  { cluster, also, nextAfterMs }: DoneStep,
): Promise<boolean> {
  const { uuid, kind, finishedSteps: before, cancelRequested } = run.operation;
  const now = run.parts.clock.now();
  const finishedSteps = [...before, step];
  const subject = subjectOf(run.cluster, uuid, now);
  const withStep = async (rows: StoreRows) => {
    await rows.events.append({ type: "operation.step", ...subject, operation: kind, step });
    await also?.(rows);
  };
  const writes = { ...(cluster && { cluster }), also: withStep };
  if (!cancelRequested && !nextStep(kind, finishedSteps, hasNodeGroups(cluster ?? run.cluster))) {
    await finish(run, "succeeded", null, { finishedSteps, ...writes });
    return false;
  }
  const pause =
    nextAfterMs === undefined ? {} : handedBack(now, { afterMs: nextAfterMs, failures: 0 });
  const operation = { finishedSteps, failures: 0, error: null, ...pause };
  await commit(run, { operation, ...(cluster && { cluster }) }, withStep);
  return nextAfterMs === undefined;
}
