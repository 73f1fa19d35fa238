import { bytesOf, childrenOf, type DerNode, isTagged, taggedBytes } from "./der.ts";

/** GeneralName tags of RFC 5280 4.2.1.6. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

function isHostName(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => HOST_LABEL.test(label));
}

function isWanted(name: DerNode): boolean {
  const bytes = bytesOf(name);
  if (bytes === undefined) return false;
  if (isTagged(name, IP_ADDRESS)) return bytes.length === 4 || bytes.length === 16;
  return isTagged(name, DNS_NAME) && isHostName(bytes.toString("latin1"));
}

/**
 * Keeps of a requested SubjectAltName what a node may have: addresses and plain host names.
 *
 * Wildcards, mail addresses, URIs and directory names are left out.
 *
 * @returns The names to certify, none when nothing is left.
 * @differs upstream passes every kind of name through
 */
export function allowedNames(requested: DerNode): readonly DerNode[] {
  return childrenOf(requested)
    .filter(isWanted)
    .map((name) => taggedBytes(name.type, bytesOf(name) ?? Buffer.alloc(0)));
}
