import { bytesOf, childrenOf, type DerNode, isSequence, isTagged, taggedBytes } from "./der.ts";
import { invalidRequest } from "./refused-request.ts";

/** A name that a request asks for beside its subject. */
export interface AlternativeName {
  /** `other` is what no node or client needs: wildcards, mail addresses, URIs, directory names. */
  readonly kind: "dns" | "address" | "other";
  /** The host name; empty for the other kinds. */
  readonly host: string;
  readonly node: DerNode;
}

/** GeneralName tags of RFC 5280 4.2.1.6. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

function isHostName(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => HOST_LABEL.test(label));
}

/** Reads the value of a SubjectAltName extension. */
export function readAlternativeNames(value: DerNode): readonly AlternativeName[] {
  if (!isSequence(value) || childrenOf(value).length === 0)
    throw invalidRequest("its subjectAltName names nobody");
  return childrenOf(value).map(alternativeName);
}

function alternativeName(node: DerNode): AlternativeName {
  const bytes = bytesOf(node);
  if (bytes !== undefined && isTagged(node, IP_ADDRESS) && [4, 16].includes(bytes.length))
    return { kind: "address", host: "", node: taggedBytes(IP_ADDRESS, bytes) };
  const host = bytes?.toString("latin1");
  if (host !== undefined && bytes && isTagged(node, DNS_NAME) && isHostName(host))
    return { kind: "dns", host, node: taggedBytes(DNS_NAME, bytes) };
  return { kind: "other", host: "", node };
}
