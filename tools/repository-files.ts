import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const SKIPPED = new Set([".git", ".turbo", "coverage", "dist", "node_modules"]);

/** The repository's root folder, with a slash at its end. */
export const ROOT = new URL("../", import.meta.url).pathname;

/** Every file that people write, as paths relative to the root, in a stable order; none where no folder is. */
export function repositoryFiles(folder = ""): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? repositoryFiles(path) : entry.isFile() ? [path] : [];
    });
}

/** The names of the folders in a folder, such as the packages in `packages`. */
export function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
