import { type BigIntStats, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "@jeroboam/core";
import { parseDocument } from "yaml";
import { PolicyError } from "./policy-error.ts";
import type { WrittenRule } from "./rule-set.ts";

/** A file of rules, and what changes when it does. */
export interface PolicyFile {
  readonly path: string;
  readonly stamp: string;
}

/** What stands at the paths that an operator named. */
export interface FoundPolicyFiles {
  /** First the one, then those of each directory by name. */
  readonly files: readonly PolicyFile[];
  /** The paths where there is nothing. */
  readonly absent: readonly string[];
}

/**
 * Looks for the files. Not counted are hidden files and directories in directories.
 *
 * @upstream oslo_policy/policy.py `Enforcer._walk_through_policy_directory`
 */
export function findPolicyFiles(
  path: string | undefined,
  directories: readonly string[],
): FoundPolicyFiles {
  const named = path === undefined ? directories : [path, ...directories];
  const absent = named.filter((one) => statOf(one) === undefined);
  const inDirectories = directories
    .filter((directory) => !absent.includes(directory))
    .flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => !name.startsWith("."))
        .toSorted()
        .map((name) => join(directory, name))
        .filter((file) => statOf(file)?.isFile()),
    );
  const files = [...(path === undefined ? [] : [path]), ...inDirectories].flatMap((file) => {
    const stat = statOf(file);
    return stat ? [{ path: file, stamp: `${stat.mtimeNs} ${stat.size} ${stat.ino}` }] : [];
  });
  return { files, absent };
}

/**
 * Reads a file's rules; an empty file has none.
 *
 * @throws {@link PolicyError} JRB_POLICY_FILE_INVALID with the line, or without one when it cannot be read.
 * @upstream oslo_policy/policy.py `parse_file_contents`
 */
export function readPolicyFile(path: string): ReadonlyMap<string, WrittenRule> {
  const document = parseDocument(textOf(path));
  const [error] = document.errors;
  if (error) {
    const [start] = error.linePos ?? [];
    const reason = error.message.replace(/ at line \d+, column \d+:\n.*/s, "");
    throw invalidFile(path, start?.line ?? 1, reason);
  }
  const content: unknown = document.toJS({ mapAsMap: true });
  if (content === null || content === undefined) return new Map();
  if (!(content instanceof Map)) throw invalidFile(path, 1, "it is not a map of names and rules");
  return new Map([...content].map(([name, rule]) => [String(name), { rule, file: path }]));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Node does not name the path of a directory.
    throw new PolicyError("JRB_POLICY_FILE_INVALID", `${path}: ${messageOf(error)}`);
  }
}

function invalidFile(path: string, line: number, reason: string): PolicyError {
  return new PolicyError("JRB_POLICY_FILE_INVALID", `${path}, line ${line}: ${reason}`);
}

function statOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}
