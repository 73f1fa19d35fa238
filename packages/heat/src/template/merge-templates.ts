import { isDeepStrictEqual } from "node:util";
import { messageOf } from "@jeroboam/core";
import { functionNames } from "@jeroboam/hot";
import { isMap, isScalar, type ParsedNode, parseDocument, type YAMLMap } from "yaml";
import { HeatDriverError } from "../heat-driver-error.ts";

/** One of the files that a template is made of. */
export interface TemplatePart {
  readonly path: string;
  readonly text: string;
}

/**
 * One template with all that stands in any of its parts. Maps are joined at every depth, but for calls of
 * functions; what is not joined stands in one part only, or as the same call, text or number in several,
 * so that none changes another one.
 *
 * @throws {@link HeatDriverError} `JRB_TEMPLATE_FILE_INVALID`, naming the parts and the place.
 */
export function mergeTemplates(parts: readonly TemplatePart[]): string {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return first?.text ?? "";
  const whole = parseDocument(first.text);
  const root = sections(first, whole.contents);
  for (const part of others) {
    const place = join(root, sections(part, parseDocument(part.text).contents), []);
    if (place) throw twice(parts, part, place);
  }
  try {
    // Flow maps stay on their line.
    return whole.toString({ lineWidth: 0 });
  } catch (error) {
    const paths = parts.map(({ path }) => path).join(" + ");
    throw new HeatDriverError("JRB_TEMPLATE_FILE_INVALID", `${paths}: ${messageOf(error)}`);
  }
}

function sections({ path }: TemplatePart, contents: ParsedNode | null): YAMLMap {
  if (isMap(contents)) return contents;
  throw new HeatDriverError("JRB_TEMPLATE_FILE_INVALID", `${path} has no sections.`);
}

/** Answers the first place at which both say something of their own. */
function join(
  into: YAMLMap,
  from: YAMLMap,
  place: readonly string[],
): readonly string[] | undefined {
  for (const pair of from.items) {
    const here = [...place, String(pair.key)];
    const present = into.get(pair.key, true);
    const { value } = pair;
    if (present === undefined) into.add(pair);
    else if (isMap(present) && isMap(value) && !isCall(present, here) && !isCall(value, here)) {
      const inner = join(present, value, here);
      if (inner) return inner;
    } else if (!isSame(present, value)) return here;
  }
  return undefined;
}

/** A call of a function is one value, whatever it is made of. What a section holds may have any name. */
function isCall({ items: [only, ...others] }: YAMLMap, { length }: readonly string[]): boolean {
  return length > 1 && others.length === 0 && functionNames.has(String(only?.key));
}

function isSame(one: unknown, other: unknown): boolean {
  if (isScalar(one) && isScalar(other)) return one.value === other.value;
  return isMap(one) && isMap(other) && isDeepStrictEqual(one.toJSON(), other.toJSON());
}

function twice(parts: readonly TemplatePart[], { path }: TemplatePart, place: readonly string[]) {
  const other = parts.find(({ text }) => parseDocument(text).hasIn(place));
  return new HeatDriverError(
    "JRB_TEMPLATE_FILE_INVALID",
    `${path}: ${place.join(".")} stands in ${other?.path ?? "another part"} already.`,
  );
}
