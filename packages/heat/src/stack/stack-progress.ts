import type { Progress } from "@jeroboam/core";
import type { StackResource } from "../orchestration-port.ts";

/**
 * Counts the resources that are done.
 *
 * Heat forgets a resource once it is deleted, so while deleting the total is what it was before.
 *
 * @param formerTotal - The total that was last seen, undefined when none was.
 */
export function stackProgress(
  action: string,
  resources: readonly StackResource[],
  formerTotal: number | undefined,
): Progress {
  if (action === "DELETE") {
    const left = resources.filter((resource) => resource.status !== "DELETE_COMPLETE").length;
    const total = Math.max(formerTotal ?? 0, resources.length);
    return { done: total - left, total };
  }
  const done = resources.filter(
    ({ status }) => status.endsWith("_COMPLETE") && status !== "INIT_COMPLETE",
  );
  return { done: done.length, total: resources.length };
}
