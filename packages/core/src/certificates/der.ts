import forge from "node-forge";

/**
 * A value in DER: it holds other values, or bytes as characters. Of our own, so that whoever installs
 * this package needs no types of the encoder.
 */
export interface DerNode {
  readonly tagClass: number;
  readonly type: number;
  readonly constructed: boolean;
  readonly value: string | readonly DerNode[];
}

const { Class, Type } = forge.asn1;
// Plain numbers, as nodes have them.
const UNIVERSAL: number = Class.UNIVERSAL;
const CONTEXT_SPECIFIC: number = Class.CONTEXT_SPECIFIC;
const OBJECT_IDENTIFIER: number = Type.OID;

/** What the encoder made, or what has its shape. */
const asEncoded = (node: DerNode) => node as forge.asn1.Asn1;

const constructed = (type: forge.asn1.Type, nodes: readonly DerNode[]): DerNode =>
  forge.asn1.create(Class.UNIVERSAL, type, true, nodes.map(asEncoded));
const primitive = (type: forge.asn1.Type, bytes: string): DerNode =>
  forge.asn1.create(Class.UNIVERSAL, type, false, bytes);

export const sequence = (...nodes: readonly DerNode[]): DerNode =>
  constructed(Type.SEQUENCE, nodes);
export const set = (...nodes: readonly DerNode[]): DerNode => constructed(Type.SET, nodes);
export const boolean = (value: boolean): DerNode =>
  primitive(Type.BOOLEAN, value ? "\u00ff" : "\u0000");
/** The bytes of a non-negative integer, big end first. */
export const integer = (bytes: Buffer): DerNode =>
  primitive(Type.INTEGER, (((bytes[0] ?? 0) & 0x80) === 0 ? "" : "\0") + bytes.toString("latin1"));
export const nothing = (): DerNode => primitive(Type.NULL, "");
export const objectIdentifier = (dotted: string): DerNode =>
  primitive(Type.OID, forge.asn1.oidToDer(dotted).getBytes());
export const octetString = (bytes: Buffer): DerNode =>
  primitive(Type.OCTETSTRING, bytes.toString("latin1"));
/** `unusedBits` counts the low bits of the last byte that mean nothing. */
export const bitString = (bytes: Buffer, unusedBits = 0): DerNode =>
  primitive(Type.BITSTRING, String.fromCharCode(unusedBits) + bytes.toString("latin1"));
export const utf8String = (text: string): DerNode =>
  primitive(Type.UTF8, Buffer.from(text).toString("latin1"));
/** RFC 5280 4.1.2.5: two digits for the year through 2049, four from then on. */
export const time = (date: Date): DerNode =>
  date.getUTCFullYear() < 2050
    ? primitive(Type.UTCTIME, forge.asn1.dateToUtcTime(date))
    : primitive(Type.GENERALIZEDTIME, forge.asn1.dateToGeneralizedTime(date));

/** A constructed `[tag]`, holding other nodes. */
export const tagged = (tag: number, ...nodes: readonly DerNode[]): DerNode =>
  forge.asn1.create(Class.CONTEXT_SPECIFIC, tag, true, nodes.map(asEncoded));
/** A primitive `[tag]`, holding bytes. */
export const taggedBytes = (tag: number, bytes: Buffer): DerNode =>
  forge.asn1.create(Class.CONTEXT_SPECIFIC, tag, false, bytes.toString("latin1"));

export function encodeDer(node: DerNode): Buffer {
  return Buffer.from(forge.asn1.toDer(asEncoded(node)).getBytes(), "latin1");
}

// The published types know only the older boolean.
const fromDer = forge.asn1.fromDer as unknown as (
  bytes: string,
  options: { readonly strict: true; readonly decodeBitStrings: false },
) => DerNode;

/**
 * Reads bytes that must be DER to the last bit.
 *
 * Throws on anything else, so that encoding a node again gives the very bytes it came from.
 */
export function decodeDer(bytes: Buffer): DerNode {
  const node = fromDer(bytes.toString("latin1"), { strict: true, decodeBitStrings: false });
  if (!encodeDer(node).equals(bytes)) throw new TypeError("not DER");
  return node;
}

/** The nodes inside a constructed node; none when it holds bytes. */
export function childrenOf(node: DerNode | undefined): readonly DerNode[] {
  return node !== undefined && typeof node.value !== "string" ? node.value : [];
}

/** The bytes inside a primitive node; undefined when it holds other nodes. */
export function bytesOf(node: DerNode | undefined): Buffer | undefined {
  return node !== undefined && typeof node.value === "string"
    ? Buffer.from(node.value, "latin1")
    : undefined;
}

/** The dotted form of an object identifier; undefined when the node is none. */
export function dottedOf(node: DerNode | undefined): string | undefined {
  if (node?.tagClass !== UNIVERSAL || node.type !== OBJECT_IDENTIFIER) return undefined;
  return typeof node.value === "string" ? forge.asn1.derToOid(node.value) : undefined;
}

/** Whether the node is the context-specific `[tag]`. */
export function isTagged(node: DerNode, tag: number): boolean {
  return node.tagClass === CONTEXT_SPECIFIC && node.type === tag;
}

/** Whether the node is an integer of that value. */
export function isInteger(node: DerNode | undefined, value: number): boolean {
  return isPrimitive(node, Type.INTEGER) && node.value === String.fromCharCode(value);
}

/** Whether the node is a text of bytes: UTF8String, PrintableString or IA5String. */
export function isString(node: DerNode): boolean {
  return [Type.UTF8, Type.PRINTABLESTRING, Type.IA5STRING].some((type) => isPrimitive(node, type));
}

/** The value of a boolean; undefined when the node is none. */
export function booleanOf(node: DerNode | undefined): boolean | undefined {
  return isPrimitive(node, Type.BOOLEAN) ? node.value !== "\0" : undefined;
}

export function isSequence(node: DerNode | undefined): node is DerNode {
  return node !== undefined && isConstructed(node, Type.SEQUENCE);
}

export function isSet(node: DerNode | undefined): node is DerNode {
  return node !== undefined && isConstructed(node, Type.SET);
}

export function isOctetString(node: DerNode | undefined): node is DerNode {
  return isPrimitive(node, Type.OCTETSTRING);
}

export function isBitString(node: DerNode | undefined): node is DerNode {
  return isPrimitive(node, Type.BITSTRING);
}

/** Whether the node is a distinguished name: sequences of (attribute, value) in sets. */
export function isName(node: DerNode): boolean {
  const pairs = childrenOf(node).flatMap(childrenOf);
  return (
    isConstructed(node, Type.SEQUENCE) &&
    childrenOf(node).every(
      (part) => isConstructed(part, Type.SET) && childrenOf(part).length > 0,
    ) &&
    pairs.every((pair) => isConstructed(pair, Type.SEQUENCE) && childrenOf(pair).length === 2) &&
    pairs.every((pair) => dottedOf(childrenOf(pair)[0]) !== undefined)
  );
}

function isPrimitive(node: DerNode | undefined, type: number): node is DerNode {
  return node?.tagClass === UNIVERSAL && node.type === type && typeof node.value === "string";
}

function isConstructed(node: DerNode, type: number): boolean {
  return node.tagClass === UNIVERSAL && node.type === type && node.constructed;
}
