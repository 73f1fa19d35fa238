import { causesOf, isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";
import { backOffMs } from "./back-off.ts";
import { isOvertaken } from "./cancel-step.ts";
import { isOverdue, timedOut } from "./deadline.ts";
import { handBack } from "./hand-back.ts";
import { finish } from "./operation-outcome.ts";
import type { OperationRun } from "./operation-run.ts";

/** What an ended step or a request stored meanwhile makes an outcome be stored once more. */
const SETTLE_TRIES = 5;

/** Reads the rows again after a commit that may have come to nothing; answers whether the claim is still ours to go on with. */
export async function isOursAgain<Services>(
  run: OperationRun<Services>,
  error: unknown,
): Promise<boolean> {
  if (!mayBeStored(error) || run.claimLost.aborted || run.parts.stopping.aborted) return false;
  try {
    return await readAgain(run);
  } catch {
    return false;
  }
}

async function readAgain<Services>(run: OperationRun<Services>): Promise<boolean> {
  const { store } = run.parts;
  const { uuid, leaseOwner, attempt, clusterUuid } = run.operation;
  const stored = await store.operations.find(uuid);
  const cluster = await store.clusters.find(clusterUuid);
  if (stored?.leaseOwner !== leaseOwner || stored.attempt !== attempt || !cluster) return false;
  if (stored.state !== "running") return false;
  run.operation = stored;
  run.cluster = cluster;
  return true;
}

/** Decides what an exception means: lost claim, try again, or the end. */
export async function settle<Services>(
  run: OperationRun<Services>,
  error: unknown,
  tries = SETTLE_TRIES,
  failures = run.operation.failures,
): Promise<void> {
  const { log, clock } = run.parts;
  const { operation } = run;
  const hasNoAnswer = !mayBeStored(error) && (isRetryable(error) || run.signal.aborted);
  const fields = { operation: operation.uuid, cluster: operation.clusterUuid };
  if (run.claimLost.aborted) {
    log.warn(fields, "the claim was lost; whoever has it goes on");
    return;
  }
  try {
    if (mayBeStored(error)) {
      if (!(await readAgain(run))) return;
      // A deletion that came meanwhile has to know of a try that got no answer.
      run.operation = { ...run.operation, failures };
      if (isOvertaken(run)) await finish(run, "cancelled", null);
      else await handBack(run, { afterMs: 0, failures });
      return;
    }
    if (run.parts.stopping.aborted && run.signal.aborted) {
      await handBack(run, { afterMs: 0, failures });
      return;
    }
    const described = describe(error);
    if (hasNoAnswer) {
      if (isOverdue(operation, clock.now())) {
        await finish(run, "failed", timedOut(operation, described));
        return;
      }
      const counted = failures + 1;
      log.warn(
        { ...fields, ...described, ...because(error), failures: counted },
        "step failed; it will be tried again",
      );
      await handBack(run, { afterMs: backOffMs(counted), failures: counted, error: described });
      return;
    }
    log.error({ ...fields, ...described, ...because(error) }, "operation failed");
    await finish(run, "failed", described);
  } catch (secondary) {
    if (mayBeStored(secondary) && tries > 1)
      return settle(run, secondary, tries - 1, failures + (hasNoAnswer ? 1 : 0));
    log.error(
      { ...fields, ...describe(secondary) },
      "outcome could not be stored; the lease will run out",
    );
  }
}

/** Whether only the rows tell what was stored: somebody else's change, or perhaps ours. */
function mayBeStored(error: unknown): boolean {
  return (
    JeroboamError.isInstance(error) &&
    (error.code === "JRB_STORE_CONFLICT" || error.code === "JRB_STORE_OUTCOME_UNKNOWN")
  );
}

function describe(error: unknown): { code: string; message: string } {
  const code =
    typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
      ? error.code
      : "JRB_INTERNAL";
  return { code, message: messageOf(error) };
}

/** What users are not told, such as the paths of this service's files, is in the causes. */
function because(error: unknown): { readonly causes?: readonly string[] } {
  const causes = causesOf(error);
  return causes.length === 0 ? {} : { causes };
}
