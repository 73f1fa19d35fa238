import { isMap, isScalar, type ParsedNode, parseDocument, type YAMLMap } from "yaml";
import { HeatDriverError } from "../heat-driver-error.ts";

/** One of the files that a template is made of. */
export interface TemplatePart {
  readonly path: string;
  readonly text: string;
}

/**
 * One template with all that stands in any of its parts. Maps are joined at every depth; what is no map
 * stands in one part only, or as the same text or number in several, so that none changes another one.
 *
 * @throws {@link HeatDriverError} `JRB_TEMPLATE_FILE_INVALID`, naming the part and the place.
 */
export function mergeTemplates([first, ...others]: readonly TemplatePart[]): string {
  if (!first || others.length === 0) return first?.text ?? "";
  const whole = parseDocument(first.text);
  const root = sections(first, whole.contents);
  for (const part of others)
    join(root, sections(part, parseDocument(part.text).contents), part.path, []);
  // Flow maps stay on their line.
  return whole.toString({ lineWidth: 0 });
}

function sections({ path }: TemplatePart, contents: ParsedNode | null): YAMLMap {
  if (isMap(contents)) return contents;
  throw new HeatDriverError("JRB_TEMPLATE_FILE_INVALID", `${path} has no sections.`);
}

function join(into: YAMLMap, from: YAMLMap, path: string, place: readonly string[]): void {
  for (const pair of from.items) {
    const here = [...place, String(pair.key)];
    const present = into.get(pair.key, true);
    const { value } = pair;
    if (present === undefined) into.add(pair);
    else if (isMap(present) && isMap(value)) join(present, value, path, here);
    else if (!isScalar(present) || !isScalar(value) || present.value !== value.value)
      throw new HeatDriverError(
        "JRB_TEMPLATE_FILE_INVALID",
        `${path}: ${here.join(".")} stands in another part already.`,
      );
  }
}
