import type { ConfiguredText } from "./ini-file.ts";
import type { MagnumOption } from "./magnum-option.ts";
import { namesOf } from "./option-lookup.ts";
import { nearest } from "./suggestion.ts";

/** One warning for each group and option that nobody knows, with what may have been meant. */
export function unknownWarnings(
  texts: readonly ConfiguredText[],
  options: readonly MagnumOption[],
  ignoredGroups: Readonly<Record<string, string>>,
): readonly string[] {
  const paths = new Set(options.flatMap(namesOf));
  const groups = [...new Set([...paths].map((path) => path.slice(0, path.lastIndexOf("."))))];
  const warnings = new Map<string, string>();
  for (const { group, name, place } of texts) {
    if (group in ignoredGroups || paths.has(`${group}.${name}`)) continue;
    // A variable may be meant for any program.
    if (!place.includes(":")) continue;
    if (!groups.includes(group)) {
      const meant = nearest(group, [...groups, ...Object.keys(ignoredGroups)]);
      remember(
        warnings,
        group,
        `${place}: the group [${group}] is not known and passed over`,
        meant,
      );
      continue;
    }
    const own = [...paths].filter((path) => path.startsWith(`${group}.`));
    const meant = nearest(
      name,
      own.map((path) => path.slice(group.length + 1)),
    );
    remember(
      warnings,
      `${group}.${name}`,
      `${place}: the option ${name} is not known in [${group}] and passed over`,
      meant,
    );
  }
  return [...warnings.values()];
}

function remember(
  warnings: Map<string, string>,
  what: string,
  text: string,
  meant: string | undefined,
): void {
  if (!warnings.has(what))
    warnings.set(what, meant === undefined ? text : `${text}; did you mean ${meant}?`);
}
