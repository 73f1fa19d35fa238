import { HeatDriverError } from "../heat-driver-error.ts";
import { mappedOutput, type OutputMapping, type StackOutputs } from "../mapping/output-mapping.ts";

const INDEX = /^\d+$/;
const SERVER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SERVER_NAME = /^[A-Za-z][\w.-]*-(\d+)$/;

/**
 * Turns the nodes that a user names into what a resource group's removal policy understands:
 * indices and server ids stay, a server's name ends in its index, an address is looked up.
 *
 * @param outputs - Asked for only when there is an address among them.
 * @throws {@link HeatDriverError} `JRB_NODE_NOT_FOUND`.
 */
export async function groupMembers(
  nodes: readonly string[],
  mappings: readonly OutputMapping[],
  outputs: () => Promise<StackOutputs>,
): Promise<readonly string[]> {
  const needsLookUp = nodes.some((node) => !isKnown(node) && indexInName(node) === undefined);
  const addresses = needsLookUp
    ? mappedOutput(mappings, await outputs(), "workers.addressesByIndex")
    : undefined;
  const byIndex = Object.entries(isRecord(addresses) ? addresses : {});

  return nodes.map((node) => {
    const member = isKnown(node)
      ? node
      : (indexInName(node) ?? byIndex.find(([, address]) => address === node)?.[0]);
    if (member === undefined)
      throw new HeatDriverError("JRB_NODE_NOT_FOUND", `The cluster has no worker ${node}.`);
    return member;
  });
}

function isKnown(node: string): boolean {
  return INDEX.test(node) || SERVER_ID.test(node);
}

function indexInName(node: string): string | undefined {
  return SERVER_NAME.exec(node)?.[1];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
