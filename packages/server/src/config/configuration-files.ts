import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf } from "@jeroboam/core";
import { ConfigurationError } from "./configuration-error.ts";
import { readConfigurationText } from "./configuration-text.ts";
import { type ConfiguredText, groupName, parseIni } from "./ini-file.ts";

/** Which files to read. */
export interface ConfigurationPlaces {
  /** What flags and `JEROBOAM_CONFIG_FILE` name; what is looked for by default where undefined. */
  readonly files?: readonly string[] | undefined;
  readonly directories?: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: oslo's, `~/.magnum`, `~`, `/etc/magnum`, `/etc`. */
  readonly searched?: readonly string[];
}

/** What was read, in the order of weight: the later counts. */
export interface ConfigurationFiles {
  readonly paths: readonly string[];
  readonly texts: readonly ConfiguredText[];
}

/** Read by default; what the second says counts over the first. */
const NAMES = ["magnum", "jeroboam"];
const VARIABLE = /^OS_(?<group>[A-Z0-9_]+?)__(?<name>[A-Z0-9_]+)$/;

/**
 * Reads magnum.conf and its kin, files before directories, then the variables `OS_<GROUP>__<OPTION>`.
 *
 * @upstream oslo_config/cfg.py `find_config_files`, `_parse_config_files`; oslo_config/sources/_environment.py
 * @differs Of files that are named, the directories beside them (`magnum.conf.d`) count by default.
 * @throws ConfigurationError with every file that is named and cannot be read, and every line that cannot.
 */
export function readConfigurationFiles(places: ConfigurationPlaces): ConfigurationFiles {
  const { env } = places;
  const home = env["HOME"] ?? homedir();
  const searched = places.searched ?? [join(home, ".magnum"), home, "/etc/magnum", "/etc"];
  const path = (text: string) => resolve(text.replace(/^~(?=\/|$)/, home));
  const files = places.files?.map(path);
  const directories =
    places.directories?.map(path) ??
    files?.map((file) => `${file}.d`).filter(existsSync) ??
    firstOfEach(searched, ".conf.d");
  const paths = [...(files ?? firstOfEach(searched, ".conf")), ...directories.flatMap(filesIn)];
  const problems: string[] = [];
  const texts = paths.flatMap((one) => {
    try {
      return parseIni(readConfigurationText(one), one);
    } catch (error) {
      problems.push(
        error instanceof ConfigurationError
          ? error.message
          : `${one} cannot be read: ${messageOf(error)}`,
      );
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { paths, texts: [...texts, ...fromEnvironment(env)] };
}

function firstOfEach(folders: readonly string[], ending: string): readonly string[] {
  return NAMES.flatMap(
    (name) => folders.map((folder) => join(folder, name + ending)).find(existsSync) ?? [],
  );
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".conf") && !name.startsWith("."))
      .toSorted()
      .map((name) => join(directory, name));
  } catch (error) {
    throw new ConfigurationError([`${directory} cannot be read: ${messageOf(error)}`]);
  }
}

function fromEnvironment(env: ConfigurationPlaces["env"]): readonly ConfiguredText[] {
  return Object.entries(env).flatMap(([variable, text]) => {
    const { group, name } = VARIABLE.exec(variable)?.groups ?? {};
    if (group === undefined || name === undefined || text === undefined) return [];
    return [{ group: groupName(group), name: name.toLowerCase(), text, place: variable }];
  });
}
