/** What a name stands for, with its own references followed; undefined when there is no such option. */
export type ReferenceLookup = (name: string) => string | undefined;

const REFERENCE = /\$(?:(?<plain>[_a-z][._a-z0-9]*)|\{(?<braced>[_a-z][._a-z0-9]*)\}|\$)/gi;

/**
 * Follows `$name`, `${name}` and `$group.name`; `$$` and `\$` are a dollar sign, and so is one before
 * anything else.
 *
 * @upstream oslo_config/cfg.py `ConfigOpts._substitute`
 * @throws Error for a name that there is not.
 */
export function followReferences(text: string, lookup: ReferenceLookup): string {
  const parts: string[] = [];
  const escaped = text.replaceAll("\\$", () => "$$");
  let end = 0;
  for (const match of escaped.matchAll(REFERENCE)) {
    parts.push(escaped.slice(end, match.index), valueOf(match.groups ?? {}, lookup));
    end = match.index + match[0].length;
  }
  return [...parts, escaped.slice(end)].join("");
}

function valueOf(
  { plain, braced }: Readonly<Record<string, string | undefined>>,
  lookup: ReferenceLookup,
): string {
  const name = plain ?? braced;
  if (name === undefined) return "$";
  const value = lookup(name);
  if (value === undefined)
    throw new Error(`There is no option ${name} to refer to; write $$ for a dollar sign.`);
  return value;
}
