import { type BigIntStats, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { PolicyError } from "./policy-error.ts";
import type { WrittenRule } from "./rule-set.ts";

/** A file of rules, and what changes when it does. */
export interface PolicyFile {
  readonly path: string;
  readonly stamp: string;
}

/**
 * The files that are there: first the one, then those of each directory by name.
 *
 * Not counted are hidden files, directories in directories, and whatever is absent.
 *
 * @upstream oslo_policy/policy.py `Enforcer._walk_through_policy_directory`
 */
export function findPolicyFiles(
  path: string | undefined,
  directories: readonly string[],
): readonly PolicyFile[] {
  const inDirectories = directories
    .filter((directory) => statOf(directory) !== undefined)
    .flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => !name.startsWith("."))
        .toSorted()
        .map((name) => join(directory, name))
        .filter((file) => statOf(file)?.isFile()),
    );
  return [...(path === undefined ? [] : [path]), ...inDirectories].flatMap((file) => {
    const stat = statOf(file);
    return stat ? [{ path: file, stamp: `${stat.mtimeNs} ${stat.size} ${stat.ino}` }] : [];
  });
}

/**
 * Reads a file's rules; an empty file has none.
 *
 * @throws {@link PolicyError} JRB_POLICY_FILE_INVALID with the line.
 * @upstream oslo_policy/policy.py `parse_file_contents`
 */
export function readPolicyFile(path: string): ReadonlyMap<string, WrittenRule> {
  const document = parseDocument(readFileSync(path, "utf8"));
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

function invalidFile(path: string, line: number, reason: string): PolicyError {
  return new PolicyError("JRB_POLICY_FILE_INVALID", `${path}, line ${line}: ${reason}`);
}

function statOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}
