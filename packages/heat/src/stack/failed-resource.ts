import type { StackResource } from "../orchestration-port.ts";

/** Heat's words for resources that were given up because another one failed. */
const COLLATERAL = /(CREATE|UPDATE|DELETE) aborted|cancell?ed/i;

/**
 * Says which resource at the end of the tree failed and why, for example
 * `workers/2/server: No valid host was found`; undefined when none did.
 */
export function describeFailure(resources: readonly StackResource[]): string | undefined {
  const failed = resources.filter((resource) => resource.status.endsWith("_FAILED"));
  const leaves = failed.filter(
    (resource) =>
      resource.nestedStackId === undefined ||
      !failed.some((other) => other.stackId === resource.nestedStackId),
  );
  const leaf =
    leaves.find((resource) => !COLLATERAL.test(resource.statusReason ?? "")) ?? leaves[0];
  return leaf && `${pathTo(leaf, resources)}: ${reasonOf(leaf)}`;
}

function pathTo(resource: StackResource, resources: readonly StackResource[]): string {
  const names = [resource.name];
  const passed = new Set([resource]);
  let child = resource;
  for (;;) {
    const { stackId } = child;
    const parent = resources.find((other) => other.nestedStackId === stackId);
    if (!parent || passed.has(parent)) return names.join("/");
    passed.add(parent);
    names.unshift(parent.name);
    child = parent;
  }
}

/** The reason in one line, without the path before it, as in `ResourceInError: resources.server: …`. */
function reasonOf(resource: StackResource): string {
  const lines = (resource.statusReason ?? "").split(/[\r\n]/).map((line) => line.trim());
  const reason = lines.filter((line) => line !== "").join(" ");
  return reason.replace(/^(\w+: )?resources(\[\w+\]|\.\w+): /, "") || "failed without a reason";
}
