import { COMPOSED_SETTINGS } from "./composed-settings.ts";
import type { ConfiguredText } from "./ini-file.ts";
import type { Settings } from "./magnum-option.ts";
import { MAGNUM_OPTIONS } from "./magnum-options.ts";
import { type OptionLookup, optionLookup } from "./option-lookup.ts";
import { IGNORED_GROUPS } from "./options/backing-options.ts";
import { unknownWarnings } from "./unknown-options.ts";

/** What files come to. */
export interface AppliedConfiguration {
  readonly settings: Settings;
  /** Where each setting was said. */
  readonly places: Readonly<Partial<Record<string, string>>>;
  readonly warnings: readonly string[];
  /** What cannot be used; nothing must start then. */
  readonly problems: readonly string[];
}

/** Turns the texts of magnum.conf, of which the later count, into the executable's own settings. */
export function applyConfiguration(
  texts: readonly ConfiguredText[],
  standard: Readonly<Record<string, string>> = {},
): AppliedConfiguration {
  const lookup = optionLookup(texts, MAGNUM_OPTIONS, standard);
  const settings: Settings[] = [];
  const places: Record<string, string> = {};
  const warnings: string[] = [];
  const keep = (found: Settings, place: string) => {
    settings.push(found);
    for (const name of Object.keys(found)) places[name] = place;
  };
  for (const option of MAGNUM_OPTIONS) {
    const found = lookup.find(option);
    if (!found) continue;
    const { value, from } = found;
    keep(option.settings?.(value, from) ?? {}, from.place);
    const warning = option.warning?.(value);
    const where = `${from.place}: [${from.group}] ${from.name}`;
    if (warning !== undefined) warnings.push(`${where}: ${warning}`);
    if (option.formerly?.includes(`${from.group}.${from.name}`))
      warnings.push(`${where} is now ${option.name} of [${option.group}]`);
  }
  for (const compose of COMPOSED_SETTINGS) {
    const asked = noting(lookup);
    keep(compose(asked), [...asked.places].join(", "));
  }
  return {
    settings: Object.assign({}, ...settings) as Settings,
    places,
    warnings: [...warnings, ...unknownWarnings(texts, MAGNUM_OPTIONS, IGNORED_GROUPS)],
    problems: lookup.problems,
  };
}

/** A lookup that knows where what it found stands. */
function noting(lookup: OptionLookup): Pick<OptionLookup, "find"> & { places: Set<string> } {
  const places = new Set<string>();
  return {
    places,
    find(option) {
      const found = lookup.find(option);
      if (found) places.add(found.from.place);
      return found;
    },
  };
}
