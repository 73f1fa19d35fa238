import { createHash } from "node:crypto";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const SHORT_ID_LENGTH = 12;

/**
 * The name of a cluster's stack: always the same for the same cluster, so that a repeated create
 * finds the stack instead of making a second one.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatDriver._create_stack`
 * @differs the short id is derived from the uuid, not drawn
 */
export function stackName(cluster: Named): string {
  return named(cluster.name.slice(0, 30), cluster.uuid);
}

/**
 * The name of a node group's own stack, by the same rule.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatDriver._create_stack`
 */
export function nodeGroupStackName(cluster: Named, nodeGroup: Named): string {
  return named(`${cluster.name.slice(0, 20)}-${nodeGroup.name.slice(0, 9)}`, nodeGroup.uuid);
}

interface Named {
  readonly uuid: string;
  readonly name: string;
}

function named(text: string, uuid: string): string {
  const slug = text.replace(/[_.]/g, "-").replace(/[^A-Za-z0-9-]/g, "");
  return `${slug}-${shortId(uuid)}`.toLowerCase();
}

/** Twelve characters of a-z and 2-7: 60 bits. */
function shortId(uuid: string): string {
  const bits = createHash("sha256").update(uuid.toLowerCase()).digest().readBigUInt64BE();
  return Array.from(
    { length: SHORT_ID_LENGTH },
    (_, index) => BASE32[Number((bits >> BigInt(59 - 5 * index)) & 31n)],
  ).join("");
}
