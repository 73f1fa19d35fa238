import { bytesOf, childrenOf, type DerNode, dottedOf, isSequence, isSet, isString } from "./der.ts";
import { invalidRequest } from "./refused-request.ts";

/** What a request holds beside subject and key: values by object identifier. */
export type RequestAttributes = ReadonlyMap<string, readonly DerNode[]>;

const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
const CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";

/** Reads the attributes of a request; none may be there twice. */
export function readAttributes(node: DerNode | undefined): RequestAttributes {
  const pairs = childrenOf(node).map((attribute): [string, readonly DerNode[]] => {
    const [type, values, ...rest] = childrenOf(attribute);
    const oid = dottedOf(type);
    if (!isSequence(attribute) || oid === undefined || !isSet(values) || rest.length > 0)
      throw invalidRequest("its attributes cannot be read");
    return [oid, childrenOf(values)];
  });
  const attributes = new Map(pairs);
  if (attributes.size < pairs.length) throw invalidRequest("it has two attributes of one kind");
  return attributes;
}

/** The extensions that are asked for, as they stand there. */
export function requestedExtensions(attributes: RequestAttributes): readonly DerNode[] {
  const lists = attributes.get(EXTENSION_REQUEST);
  if (lists === undefined) return [];
  const [list, ...others] = lists;
  if (!isSequence(list) || others.length > 0)
    throw invalidRequest("it holds several lists of extensions, or none");
  return childrenOf(list);
}

/** The text by which the sender says what else it knows; undefined where it says nothing. */
export function challengeOf(attributes: RequestAttributes): string | undefined {
  const [value, ...others] = attributes.get(CHALLENGE_PASSWORD) ?? [];
  if (!value || others.length > 0 || !isString(value)) return undefined;
  return bytesOf(value)?.toString("latin1");
}
