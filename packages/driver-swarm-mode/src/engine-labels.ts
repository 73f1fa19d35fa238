import type { NodeGroup } from "@jeroboam/core";

/** Prefixes of names that nobody may choose: Docker's own, and ours. */
export const RESERVED_PREFIXES = [
  "com.docker.",
  "io.docker.",
  "org.dockerproject.",
  "org.openstack.magnum.",
] as const;

/** What a placement constraint can name after `engine.labels.`. */
export const ENGINE_LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_.-]+$/;

/** Labels of the default groups' engines; Heat puts in which group a node is of. */
export const DEFAULT_GROUP_LABELS: readonly string[] = engineLabels({
  role: "%NODE_GROUP_ROLE%",
  name: "%NODE_GROUP%",
  nodeLabels: {},
});

/**
 * The labels of the Docker engines in a node group, `name=value`: the group's node labels, its role
 * and its name.
 */
export function engineLabels(
  nodeGroup: Pick<NodeGroup, "role" | "name" | "nodeLabels">,
): readonly string[] {
  const labels = {
    ...nodeGroup.nodeLabels,
    "org.openstack.magnum.role": nodeGroup.role,
    "org.openstack.magnum.nodegroup": nodeGroup.name,
  };
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}
