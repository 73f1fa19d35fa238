import type { Labels } from "./labels.ts";
import { isMaster, type NodeGroup, type NodeTaint, TAINT_EFFECTS } from "./node-group.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

type NodeGroupName = Pick<NodeGroup, "name" | "role">;

/** Domains in which nodes may not name themselves as they like; their subdomains count too. */
const RESERVED_DOMAINS = ["kubernetes.io", "k8s.io"];
/** Prefixes inside them that are open to any name. */
const OPEN_PREFIXES = ["kubelet.kubernetes.io", "node.kubernetes.io"];
/** Single labels inside them that a node may carry. */
const OPEN_LABELS: ReadonlySet<string> = new Set([
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "kubernetes.io/arch",
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "node.kubernetes.io/instance-type",
  "node.kubernetes.io/windows-build",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);
const TAINT_FIELDS = ["key", "value", "effect"];

/**
 * Refuses node labels that the nodes of the group may not carry.
 *
 * @throws JRB_NODE_GROUP_INVALID on masters, and for a name in a domain of Kubernetes' own.
 * @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroupController`
 */
export function requireNodeLabels(nodeGroup: NodeGroupName, nodeLabels: Labels): void {
  const names = Object.keys(nodeLabels);
  if (names.length === 0) return;
  if (isMaster(nodeGroup)) throw invalid(nodeGroup, "node_labels", "masters carry none");
  const refused = names.find(isReserved);
  if (refused !== undefined)
    throw invalid(
      nodeGroup,
      "node_labels",
      `the label ${refused} is in a domain that Kubernetes keeps for itself; of ${RESERVED_DOMAINS.join(" and ")} nodes may carry ${OPEN_PREFIXES.map((prefix) => `${prefix}/*`).join(", ")}, ${[...OPEN_LABELS].join(", ")}`,
    );
}

function isReserved(label: string): boolean {
  const slash = label.indexOf("/");
  const domain = slash < 0 ? "" : label.slice(0, slash);
  return (
    RESERVED_DOMAINS.some((reserved) => domain === reserved || domain.endsWith(`.${reserved}`)) &&
    !OPEN_PREFIXES.includes(domain) &&
    !OPEN_LABELS.has(label)
  );
}

/**
 * Reads the taints that a caller wishes for the nodes of the group.
 *
 * @throws JRB_NODE_GROUP_INVALID on masters, and for what is no taint: `key` and `effect` are texts
 * that must be there, `value` is a text that may be left out, and there is nothing else.
 * @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroupController`
 */
export function requireNodeTaints(
  nodeGroup: NodeGroupName,
  nodeTaints: readonly unknown[],
): readonly NodeTaint[] {
  if (nodeTaints.length > 0 && isMaster(nodeGroup))
    throw invalid(nodeGroup, "node_taints", "masters carry none");
  return nodeTaints.map((taint) => readTaint(nodeGroup, taint));
}

function readTaint(nodeGroup: NodeGroupName, taint: unknown): NodeTaint {
  const refuse = (reason: string) => invalid(nodeGroup, "node_taints", reason);
  if (typeof taint !== "object" || taint === null || Array.isArray(taint))
    throw refuse("a taint is an object with key, value and effect");
  const fields = new Map<string, unknown>(Object.entries(taint));
  const unknown = [...fields.keys()].filter((field) => !TAINT_FIELDS.includes(field));
  if (unknown.length > 0)
    throw refuse(
      `a taint has no ${unknown.toSorted().join(", ")}, only ${TAINT_FIELDS.join(", ")}`,
    );
  const key = fields.get("key");
  if (typeof key !== "string" || key === "") throw refuse("every taint needs a key");
  const effect = TAINT_EFFECTS.find((known) => known === fields.get("effect"));
  if (effect === undefined)
    throw refuse(`the effect of the taint ${key} should be one of: ${TAINT_EFFECTS.join(", ")}`);
  const value = fields.get("value") ?? undefined;
  if (value === undefined) return { key, effect };
  if (typeof value !== "string") throw refuse(`the value of the taint ${key} should be text`);
  return { key, value, effect };
}

function invalid(nodeGroup: NodeGroupName, attribute: string, reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_NODE_GROUP_INVALID",
    `${attribute} for ${nodeGroup.name} is invalid (${reason}).`,
    { details: { attribute, nodeGroup: nodeGroup.name, reason } },
  );
}
