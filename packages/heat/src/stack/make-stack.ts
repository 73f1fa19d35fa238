import type { Accepted, DriverContext } from "@jeroboam/core";
import type { HeatServices, Stack, StackRequest } from "../orchestration-port.ts";
import { httpStatusOf } from "./http-status.ts";
import { stackRefused } from "./stack-refused.ts";

/**
 * Makes a stack, or finds the one that an earlier call made before its answer was lost.
 *
 * @param find - Looks for the stack by its name.
 * @param request - Asked for only when there is none.
 */
export async function makeStack(
  context: DriverContext<HeatServices>,
  find: () => Promise<Stack | undefined>,
  request: () => Promise<StackRequest> | StackRequest,
): Promise<Accepted> {
  const found = await find();
  if (found) return { backingRef: found.id };
  const wanted = await request();
  try {
    const { id } = await context.services.orchestration.createStack(wanted, context.signal);
    return { backingRef: id };
  } catch (error) {
    if (httpStatusOf(error) === 400) throw stackRefused(error);
    if (httpStatusOf(error) !== 409) throw error;
    const other = await find();
    if (!other) throw error;
    return { backingRef: other.id };
  }
}
