import {
  actionOf,
  type ClusterStatus,
  type DriverContext,
  phaseOf,
  type Progress,
} from "@jeroboam/core";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { describeFailure } from "./failed-resource.ts";
import { stackProgress } from "./stack-progress.ts";
import { stackResources } from "./stack-resources.ts";
import { nodeGroupStatus } from "./stack-status.ts";
import { reflects } from "./stack-tags.ts";

/** What Heat knows of a stack. */
export interface StackSight {
  readonly status: ClusterStatus;
  readonly reason: string | null;
  /** Undefined when they were not looked at. */
  readonly outputs: Stack["outputs"];
  /** While something is under way. */
  readonly progress: Progress | undefined;
}

/** What to look at, and what is known already. */
export interface StackLook {
  /** What core says of the node groups in the stack while an operation changes them. */
  readonly moving: ClusterStatus | undefined;
  readonly operationId: string | undefined;
  /** The number of resources that was last seen. */
  readonly formerTotal: number | undefined;
  /** Finds the stack with its outputs; undefined when nobody wants them, as they are dear. */
  readonly withOutputs: (() => Promise<Stack | undefined>) | undefined;
}

/** Looks closer at a stack: at its resources while it is under way or failed, at outputs when complete. */
export async function seeStack(
  context: DriverContext<HeatServices>,
  stack: Stack,
  look: StackLook,
): Promise<StackSight> {
  const status = currentStatus(stack, look);
  const unseen = { status, outputs: undefined, progress: undefined };
  switch (phaseOf(status)) {
    case "IN_PROGRESS": {
      const action = actionOf(status);
      const progress = stackProgress(
        action,
        await stackResources(context, stack),
        look.formerTotal,
      );
      const { done, total } = progress;
      const reason = `Stack ${action} started: ${done} of ${total} resources complete`;
      return { ...unseen, reason, progress };
    }
    case "FAILED": {
      const reason =
        cancelledReason(stack) ?? describeFailure(await stackResources(context, stack));
      return { ...unseen, reason: reason ?? stack.statusReason };
    }
    case "COMPLETE": {
      const whole = await look.withOutputs?.();
      return { ...unseen, reason: stack.statusReason, outputs: whole?.outputs };
    }
  }
}

/** Heat's words where somebody asked it to stop; what is nested in the stack then fails with it, for no other reason. */
function cancelledReason({ status, statusReason }: Stack): string | undefined {
  const isCancelled = /Stack \w+ cancelled$/.test(statusReason ?? "");
  return isCancelled ? `Stack ${actionOf(nodeGroupStatus(status))} cancelled` : undefined;
}

/** The stack's status, but that of the operation while the stack does not show it yet. */
function currentStatus(stack: Stack, { moving, operationId }: StackLook): ClusterStatus {
  const status = nodeGroupStatus(stack.status);
  if (operationId === undefined || moving === undefined) return status;
  const shown =
    actionOf(moving) === "DELETE" ? actionOf(status) === "DELETE" : reflects(stack, operationId);
  return shown ? status : moving;
}
