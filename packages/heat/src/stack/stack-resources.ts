import type { DriverContext } from "@jeroboam/core";
import type { HeatServices, Stack, StackResource } from "../orchestration-port.ts";
import { httpStatusOf } from "./http-status.ts";

const NESTED_DEPTH = 5;

/** The resources of a stack and of those within it; none when it went since it was found. */
export async function stackResources(
  { services, signal }: DriverContext<HeatServices>,
  stack: Stack,
): Promise<readonly StackResource[]> {
  try {
    const options = { nestedDepth: NESTED_DEPTH };
    return await services.orchestration.listStackResources(stack.id, options, signal);
  } catch (error) {
    if (httpStatusOf(error) === 404) return [];
    throw error;
  }
}
