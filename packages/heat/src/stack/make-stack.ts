import type { Accepted, DriverContext } from "@jeroboam/core";
import type { HeatServices, Stack, StackRequest } from "../orchestration-port.ts";
import { httpStatusOf } from "./http-status.ts";
import { reflects } from "./stack-tags.ts";
import { isRefusal, stackRefused } from "./stack-refused.ts";

/** How a stack is found, made, and brought on when an operation before left it unfinished. */
export interface StackMaker {
  readonly operationId: string;
  /** Looks for the stack by its name. */
  readonly find: () => Promise<Stack | undefined>;
  readonly request: () => Promise<StackRequest> | StackRequest;
  /** Asks that a stack of another operation become what this one wants. */
  readonly bringOn: (stack: Stack) => Promise<Accepted>;
}

/**
 * Makes a stack, or finds the one that an earlier call made before its answer was lost: Heat refuses a
 * second one of that name, and looks for the first before it reads anything else.
 */
export async function makeStack(
  context: DriverContext<HeatServices>,
  { operationId, find, request, bringOn }: StackMaker,
): Promise<Accepted> {
  const wanted = await request();
  try {
    const { id } = await context.services.orchestration.createStack(wanted, context.signal);
    return { backingRef: id };
  } catch (error) {
    if (isRefusal(error)) throw stackRefused(error);
    if (httpStatusOf(error) !== 409) throw error;
    const other = await find();
    if (!other) throw error;
    return reflects(other, operationId) ? { backingRef: other.id } : bringOn(other);
  }
}
