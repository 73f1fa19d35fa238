import { messageOf } from "@jeroboam/core";
import type { ConfiguredText } from "./ini-file.ts";
import type { MagnumOption } from "./magnum-option.ts";
import { followReferences } from "./references.ts";

/** What the files say of one option. */
export interface FoundOption<V> {
  readonly value: V;
  /** Where the text that counts stands. */
  readonly from: ConfiguredText;
}

/** Answers what the files say; undefined where they say nothing, or what cannot be used. */
export interface OptionLookup {
  find<V>(option: MagnumOption<V>): FoundOption<V> | undefined;
  /** Values that cannot be used, in the order in which they were asked for. */
  readonly problems: readonly string[];
}

/** Every name of an option as `group.name`, its own first. */
export function namesOf({
  group,
  name,
  alias = [],
  formerly = [],
}: MagnumOption): readonly string[] {
  return [`${group}.${name}`, ...alias, ...formerly];
}

/**
 * Looks options up among texts of which the later count, as oslo.config does.
 *
 * @param standard - what references to options stand for that nobody set, by `group.name`
 */
export function optionLookup(
  texts: readonly ConfiguredText[],
  options: readonly MagnumOption[],
  standard: Readonly<Record<string, string>> = {},
): OptionLookup {
  const byPath = Map.groupBy(texts, ({ group, name }) => `${group}.${name}`);
  const byName = new Map(
    options.flatMap((option) => namesOf(option).map((path) => [path, option] as const)),
  );
  const problems = new Set<string>();

  const textsOf = (option: MagnumOption) => {
    const [own = "", ...others] = namesOf(option);
    const found = [...others, own].flatMap((path) => byPath.get(path) ?? []);
    // The later file counts whatever name it uses; in one file the option's own name does.
    const files = [...new Set(texts.map(fileOf))];
    return found.toSorted((a, b) => files.indexOf(fileOf(a)) - files.indexOf(fileOf(b)));
  };
  const resolved = (text: string, group: string, path: readonly string[]): string =>
    followReferences(text, (name) => {
      if (name.startsWith("DEFAULT.")) return undefined;
      const places = name.includes(".") ? [name] : [`${group}.${name}`, `DEFAULT.${name}`];
      for (const place of places) {
        if (path.includes(place)) throw new Error(`It refers to itself through ${name}.`);
        const option = byName.get(place);
        const from = option ? textsOf(option).at(-1) : byPath.get(place)?.at(-1);
        if (from) {
          const followed = resolved(from.text, from.group, [...path, place]);
          return option ? textOf(option.kind.read(followed), followed) : followed;
        }
        if (standard[place] !== undefined) return standard[place];
        if (option) return "";
      }
      return undefined;
    });

  return {
    find<V>(option: MagnumOption<V>) {
      const found = textsOf(option);
      const from = found.at(-1);
      if (!from) return undefined;
      try {
        const textAt = (one: ConfiguredText) =>
          resolved(one.text, one.group, [`${one.group}.${one.name}`]);
        const { kind } = option;
        const value = kind.readAll ? kind.readAll(found.map(textAt)) : kind.read(textAt(from));
        return value === undefined ? undefined : { value, from };
      } catch (error) {
        problems.add(
          `${from.place}: [${from.group}] ${from.name} cannot be ${option.secret ? "what it is" : JSON.stringify(from.text)}. ${messageOf(error)}`,
        );
        return undefined;
      }
    },
    get problems() {
      return [...problems];
    },
  };
}

/** What a reference to a value stands for: `+2` is a number, and so `2`. */
function textOf(value: unknown, text: string): string {
  if (value === undefined) return "";
  return typeof value === "number" ? String(value) : text;
}

function fileOf({ place }: ConfiguredText): string {
  return place.replace(/:\d+$/, "");
}
