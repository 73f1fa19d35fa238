import { pythonText } from "../python-text.ts";
import { PolicyError } from "./policy-error.ts";

/** A text with places that are filled from the target. */
export type Pattern = readonly (string | { readonly attribute: string })[];

/** What rules look at: attributes by name, nested ones by a path with dots. */
export type Attributes = Readonly<Record<string, unknown>>;

const PLACE = /%(?:(?<percent>%)|\((?<attribute>[^()]*)\)s)/g;

/**
 * Reads the right side of a check: `%(name)s` stands for an attribute of the target, `%%` for a percent sign.
 *
 * @throws {@link PolicyError} JRB_POLICY_RULE_INVALID for any other percent sign.
 */
export function parsePattern(text: string): Pattern {
  const parts: (string | { readonly attribute: string })[] = [];
  let end = 0;
  const literal = (piece: string) => {
    if (piece.includes("%"))
      throw new PolicyError(
        "JRB_POLICY_RULE_INVALID",
        `"${text}" has a % that is neither %(name)s nor %%`,
      );
    if (piece !== "") parts.push(piece);
  };
  for (const { index, 0: found, groups } of text.matchAll(PLACE)) {
    literal(text.slice(end, index));
    parts.push(groups?.["percent"] ? "%" : { attribute: groups?.["attribute"] ?? "" });
    end = index + found.length;
  }
  literal(text.slice(end));
  return parts;
}

/** The text with its places filled; undefined when the target lacks one of the attributes. */
export function fillPattern(pattern: Pattern, target: Attributes): string | undefined {
  let text = "";
  for (const part of pattern) {
    if (typeof part === "string") text += part;
    else {
      const value = attributeOf(target, part.attribute);
      if (value === undefined) return undefined;
      text += pythonText(value);
    }
  }
  return text;
}

/** A name with dots is looked up as it stands first, then step by step. */
function attributeOf(target: Attributes, name: string): unknown {
  if (Object.hasOwn(target, name)) return target[name];
  let value: unknown = target;
  for (const step of name.split(".")) {
    if (!isAttributes(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** Whether a value has attributes of its own. */
export function isAttributes(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
