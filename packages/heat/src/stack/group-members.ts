import { HeatDriverError } from "../heat-driver-error.ts";
import {
  mappedOutput,
  type OutputMapping,
  type OutputTarget,
  type StackOutputs,
} from "../mapping/output-mapping.ts";

const INDEX = /^(0|[1-9]\d*)$/;

/** Where the nodes to remove must be found. */
export interface WorkerGroup {
  /** For the message, for example `Node group gpu`. */
  readonly title: string;
  /** Of the stack that holds the group; its servers are named `<stack name>-node-<index>`. */
  readonly stackName: string;
  /** Leave out who is not there any more instead of refusing. */
  readonly mayBeGone: boolean;
  readonly mappings: readonly OutputMapping[];
  readonly outputs: () => Promise<StackOutputs>;
}

/**
 * Turns the nodes that a user names into members of the group, as a resource group's removal policy
 * understands them: an index stays, a server's name ends in it, addresses and server ids are looked
 * up. Heat passes over a name that it does not know and takes another node instead, so whatever is
 * not of this group is refused.
 *
 * @throws {@link HeatDriverError} `JRB_NODE_NOT_FOUND`.
 */
export async function groupMembers(
  nodes: readonly string[],
  { title, stackName, mayBeGone, mappings, outputs }: WorkerGroup,
): Promise<readonly string[]> {
  if (nodes.length === 0) return [];
  const seen = await outputs();
  const byIndex = (to: OutputTarget) => {
    const value = mappedOutput(mappings, seen, to);
    return Object.entries(isRecord(value) ? value : {});
  };
  const members = [...byIndex("workers.addressesByIndex"), ...byIndex("workers.serverIdsByIndex")];
  const known = new Set(members.map(([index]) => index));

  const indices = nodes.flatMap((node) => {
    const index =
      indexIn(node, stackName) ?? members.find(([, name]) => name === node && node !== "")?.[0];
    // A stack that failed may show no member at all, and is mended by taking away what is broken.
    if (index !== undefined && (known.size === 0 || known.has(index))) return [index];
    if (mayBeGone) return [];
    throw new HeatDriverError(
      "JRB_NODE_NOT_FOUND",
      `${title} has no node ${node}; name its nodes by index, server name, server id or address.`,
    );
  });
  return [...new Set(indices)];
}

function indexIn(node: string, stackName: string): string | undefined {
  const prefix = `${stackName}-node-`;
  const index = node.startsWith(prefix) ? node.slice(prefix.length) : node;
  return INDEX.test(index) ? index : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
