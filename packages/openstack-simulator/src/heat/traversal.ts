import type { HeatResource } from "./stack.ts";

/** One thing to do to one resource, and what has to be done before. */
export interface TraversalNode {
  readonly key: string;
  readonly kind: "update" | "cleanup";
  readonly name: string;
  /** What to clean up. */
  readonly resource: HeatResource | undefined;
  readonly requires: Set<string>;
  state: "waiting" | "running" | "done";
}

/** One pass over a stack, as Heat's convergence makes it: the graph of what is still to do. */
export interface Traversal {
  readonly nodes: Map<string, TraversalNode>;
}

/** The key of the node that brings a resource to what the template says. */
const updateKey = (name: string): string => `update ${name}`;

/** The key of the node that takes a resource away if it is not needed any more. */
const cleanupKey = (resource: HeatResource): string => `cleanup ${resource.uuid}`;

/**
 * Builds the graph: needed resources are made before those that need them and go after them; what
 * is replaced goes after its replacement is there.
 *
 * @param dependencies - For each resource of the template the names it needs; empty for a delete.
 * @param existing - What is there, replaced resources included.
 */
export function buildTraversal(
  dependencies: Readonly<Record<string, readonly string[]>>,
  existing: readonly HeatResource[],
): Traversal {
  const nodes = new Map<string, TraversalNode>();
  for (const [name, needed] of Object.entries(dependencies)) {
    nodes.set(updateKey(name), {
      key: updateKey(name),
      kind: "update",
      name,
      resource: undefined,
      requires: new Set(needed.map(updateKey)),
      state: "waiting",
    });
  }
  for (const resource of existing) {
    const isWanted = nodes.has(updateKey(resource.name));
    nodes.set(cleanupKey(resource), {
      key: cleanupKey(resource),
      kind: "cleanup",
      name: resource.name,
      resource,
      requires: new Set(isWanted ? [updateKey(resource.name)] : []),
      state: "waiting",
    });
  }
  for (const resource of existing) {
    for (const needed of resource.requires) {
      nodes.get(cleanupKey(needed))?.requires.add(cleanupKey(resource));
    }
  }
  return { nodes };
}

/** The nodes whose requirements are all done. */
export function readyNodes(traversal: Traversal): TraversalNode[] {
  return [...traversal.nodes.values()].filter(
    (node) =>
      node.state === "waiting" &&
      [...node.requires].every((key) => (traversal.nodes.get(key)?.state ?? "done") === "done"),
  );
}

/** Whether nothing is left to do. */
export function isFinished(traversal: Traversal): boolean {
  return [...traversal.nodes.values()].every((node) => node.state === "done");
}
