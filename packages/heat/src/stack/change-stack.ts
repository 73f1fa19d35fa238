import type { Accepted, DriverContext } from "@jeroboam/core";
import { HeatDriverError } from "../heat-driver-error.ts";
import type { HeatServices, Stack, StackChange } from "../orchestration-port.ts";
import { httpStatusOf } from "./http-status.ts";
import { isRefusal, stackRefused } from "./stack-refused.ts";

/** @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable), `JRB_STACK_REFUSED`. */
export async function changeStack(
  context: DriverContext<HeatServices>,
  stack: Stack,
  change: StackChange,
): Promise<Accepted> {
  try {
    await context.services.orchestration.patchStack(stack.id, change, context.signal);
  } catch (error) {
    if (isRefusal(error)) throw stackRefused(error);
    if (httpStatusOf(error) !== 409) throw error;
    throw new HeatDriverError(
      "JRB_STACK_BUSY",
      `Heat is still at ${stack.status} of stack ${stack.name}.`,
      { retryable: true, cause: error },
    );
  }
  return { backingRef: stack.id };
}
