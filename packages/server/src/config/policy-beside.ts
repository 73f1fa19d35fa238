import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Settings } from "./magnum-option.ts";

const FILES = ["policy.yaml", "policy.json"];
const DIRECTORY = "policy.d";

/**
 * The policy that lies beside the configuration files and counts although none of them names it.
 *
 * @upstream oslo_policy/opts.py `policy_file`, `policy_dirs`; oslo_policy/policy.py `pick_default_policy_file`
 */
export function policyBeside(paths: readonly string[]): Settings {
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const there = (names: readonly string[]) =>
    folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  const [policyFile, directory] = [there(FILES), there([DIRECTORY])];
  return {
    ...(policyFile === undefined ? {} : { policyFile }),
    ...(directory === undefined ? {} : { policyDirs: [directory] }),
  };
}
