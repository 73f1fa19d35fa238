import { bytesOf, childrenOf, type DerNode, dottedOf, isName, isString } from "./der.ts";
import { attempt, invalidRequest } from "./refused-request.ts";

/** Whom a request names: the distinguished name as it stands there, and what is decided by. */
export interface Subject {
  readonly node: DerNode;
  /** Empty where there is none. */
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** Holds more than what people put into a subject: CN, O, OU, C, ST, L. */
  readonly hasStrangeAttributes: boolean;
}

const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
/** CN, C, L, ST, O, OU. */
const USUAL = new Set([COMMON_NAME, "2.5.4.6", "2.5.4.7", "2.5.4.8", ORGANIZATION, "2.5.4.11"]);

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a distinguished name that every verifier reads alike. */
export function readSubject(node: DerNode): Subject {
  if (!attempt("its subject cannot be read", () => isName(node)))
    throw invalidRequest("its subject is not a distinguished name");
  const attributes = childrenOf(node)
    .flatMap(childrenOf)
    .map((pair) => {
      const [type, value] = childrenOf(pair);
      return { type: dottedOf(type), value: textOf(value) };
    });
  const of = (type: string) =>
    attributes.filter((one) => one.type === type).map((one) => one.value);
  const commonNames = of(COMMON_NAME);
  if (commonNames.length > 1) throw invalidRequest("its subject has several common names");
  return {
    node,
    commonName: commonNames[0] ?? "",
    organizations: of(ORGANIZATION),
    hasStrangeAttributes: attributes.some(({ type }) => type === undefined || !USUAL.has(type)),
  };
}

/** The text of a value in the subject; other kinds of strings than these are read in different ways. */
function textOf(node: DerNode | undefined): string {
  const bytes = node && isString(node) ? bytesOf(node) : undefined;
  if (bytes === undefined)
    throw invalidRequest("its subject holds something else than UTF-8 or printable text");
  const text = attempt("its subject is not valid UTF-8", () => utf8.decode(bytes));
  if (text.trim() === "") throw invalidRequest("its subject holds an empty text");
  if (/\p{Cc}/u.test(text)) throw invalidRequest("its subject holds control characters");
  return text;
}
