import {
  booleanOf,
  bytesOf,
  childrenOf,
  decodeDer,
  type DerNode,
  dottedOf,
  isBitString,
  isOctetString,
  isSequence,
} from "./der.ts";
import { forbiddenRequest, invalidRequest } from "./refused-request.ts";
import { type AlternativeName, readAlternativeNames } from "./subject-alternative-name.ts";
import { type RequestAttributes, requestedExtensions } from "./request-attributes.ts";
import { KEY_USAGE_BITS, type RequestRules, REQUESTABLE } from "./request-rules.ts";

interface Extension {
  readonly oid: string;
  readonly name: string;
  readonly isCritical: boolean;
  readonly value: DerNode;
}

/**
 * What the attributes of a request ask for beside its subject. Only the names get into a certificate:
 * everything else is chosen here, and refused where the sender insists on more than there is.
 *
 * @upstream magnum/common/x509/validator.py `filter_extensions`
 */
export function requestedNames(
  attributes: RequestAttributes,
  rules: RequestRules,
): readonly AlternativeName[] {
  const asked = readExtensions(requestedExtensions(attributes));
  const extensions = asked.filter((one) => isAllowed(one, rules));
  return extensions.flatMap(({ name, value }) =>
    name === "subjectAltName" ? readAlternativeNames(value) : [],
  );
}

function readExtensions(nodes: readonly DerNode[]): readonly Extension[] {
  const extensions = nodes.map(readExtension);
  if (new Set(extensions.map(({ oid }) => oid)).size < extensions.length)
    throw invalidRequest("it has two extensions of one kind");
  return extensions;
}

function readExtension(node: DerNode): Extension {
  const parts = childrenOf(node);
  const [type] = parts;
  const oid = dottedOf(type);
  const isCritical = parts.length === 3 ? booleanOf(parts[1]) : false;
  const inside = parts.at(-1);
  const readable =
    isSequence(node) && parts.length >= 2 && parts.length <= 3 && isOctetString(inside);
  if (!readable || oid === undefined || isCritical === undefined)
    throw invalidRequest("its extensions cannot be read");
  const name = REQUESTABLE.get(oid);
  const bytes = bytesOf(inside) ?? Buffer.alloc(0);
  // What is not known is not looked into.
  return { oid, name: name ?? oid, isCritical, value: name ? decodeDer(bytes) : node };
}

/** Whether it counts; throws where what cannot be had is asked for as critical. */
function isAllowed({ name, isCritical, value }: Extension, rules: RequestRules): boolean {
  const isKnown = (rules.extensions as ReadonlySet<string>).has(name);
  if (isCritical && (!isKnown || asksForMore(name, value, rules)))
    throw forbiddenRequest(`Extension '${name}' not allowed`);
  return isKnown;
}

function asksForMore(name: string, value: DerNode, rules: RequestRules): boolean {
  if (name === "basicConstraints") return booleanOf(childrenOf(value)[0]) ?? false;
  if (name !== "keyUsage") return false;
  if (!isBitString(value)) throw invalidRequest("its extensions cannot be read");
  return [...KEY_USAGE_BITS].some(
    ([usage, bit]) => hasBit(value, bit) && !rules.keyUsages.has(usage),
  );
}

function hasBit(node: DerNode, bit: number): boolean {
  // The first byte counts the bits that mean nothing.
  const byte = bytesOf(node)?.[1 + Math.floor(bit / 8)] ?? 0;
  return (byte & (0x80 >> (bit % 8))) !== 0;
}
