import type { ServiceOptions } from "../service-options.ts";
import type { ConfiguredText } from "./ini-file.ts";
import { boolean, type Kind, string } from "./value-kinds.ts";

/** What the executable can be told by files, of what it can be told at all. */
export type Settings = Partial<ServiceOptions>;

/** One option of magnum.conf. */
export interface MagnumOption<V = unknown> {
  readonly group: string;
  readonly name: string;
  readonly kind: Kind<V>;
  /** What it becomes, or why it is passed over. */
  readonly meaning: string;
  /** Other names, as `group.name`; those in `formerly` are warned about. */
  readonly alias?: readonly string[];
  readonly formerly?: readonly string[];
  readonly secret?: boolean;
  /** What happens instead, where this value has a meaning that is not served. */
  warning?(value: V): string | undefined;
  settings?(value: V, from: ConfiguredText): Settings;
}

interface Extras {
  readonly alias?: readonly string[];
  readonly formerly?: readonly string[];
  readonly secret?: boolean;
}

/** An option that becomes one of the executable's own. */
export function sets<K extends keyof ServiceOptions>(
  path: string,
  kind: Kind<NonNullable<ServiceOptions[K]>>,
  setting: K,
  extras: Extras = {},
): MagnumOption {
  return becomes(path, kind, flagOf(setting), (value) => ({ [setting]: value }), extras);
}

/** An option that becomes something else; `meaning` says what. */
export function becomes<V>(
  path: string,
  kind: Kind<V>,
  meaning: string,
  settings: (value: V, from: ConfiguredText) => Settings,
  extras: Extras = {},
): MagnumOption {
  return { ...named(path), kind, meaning, settings, ...extras };
}

/** An option that becomes something together with others. */
export function part<V>(
  path: string,
  kind: Kind<V>,
  meaning: string,
  extras: Extras = {},
): MagnumOption<V> {
  return { ...named(path), kind, meaning, ...extras };
}

/** Options of one group that have no meaning here, with the reason. */
export function ignored(
  group: string,
  names: string,
  reason: string,
  extras: Extras = {},
): readonly MagnumOption[] {
  return names
    .split(" ")
    .map((name) => ({ group, name, kind: string, meaning: `passed over: ${reason}`, ...extras }));
}

/** Options that say where something is that is done otherwise here; told when one is set. */
export function instead(group: string, names: string, what: string): readonly MagnumOption[] {
  return names.split(" ").map((name) => ({
    group,
    name,
    kind: string,
    meaning: `warned about: ${what}`,
    warning: (value) => (value === "" ? undefined : what),
  }));
}

/** An option of which some values are done otherwise here. */
function insteadOf<V>(
  path: string,
  kind: Kind<V>,
  what: string,
  applies: (value: V) => boolean,
): MagnumOption {
  const option: MagnumOption<V> = {
    ...named(path),
    kind,
    meaning: `warned about: ${what}`,
    warning: (value) => (applies(value) ? what : undefined),
  };
  return option;
}

/** An option whose truth is done otherwise here. */
export function insteadOfTrue(path: string, what: string): MagnumOption {
  return insteadOf(path, boolean, what, (value) => value);
}

function flagOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function named(path: string): { group: string; name: string } {
  const [group = "", name = ""] = path.split(".");
  return { group, name };
}
