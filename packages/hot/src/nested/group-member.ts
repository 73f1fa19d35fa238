import { TemplateError } from "../template-error.ts";

/** A member of a nested stack, and the way into its attributes; an empty way is its reference. */
export interface MemberPath {
  readonly name: string;
  readonly path: readonly (string | number)[];
}

/** Reads `resource.NAME` and `resource.NAME.ATTRIBUTE`; undefined for other attributes. */
export function memberPath(
  key: string | number,
  rest: readonly (string | number)[],
): MemberPath | undefined {
  const match = /^resource\.([^.]*)(?:\.(.*))?$/s.exec(String(key));
  if (match?.[1] === undefined) return undefined;
  const [, name, attribute] = match;
  return { name, path: attribute === undefined ? rest : [attribute, ...rest] };
}

/** Heat's words for a member that a group does not have. */
export const memberNotFound = (member: string, group: string): TemplateError =>
  new TemplateError("EntityNotFound", `Member '${member}' not found in group resource '${group}'.`);
