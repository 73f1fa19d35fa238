import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where templates, scripts and environments come from: text by path below a root. */
export interface TemplateSource {
  /** Undefined when there is no such file. Paths use `/` and never leave the root. */
  read(path: string): string | undefined;
}

/** A folder (its URL ends in `/`), or the files themselves by path. */
export type TemplateFolder = URL | Readonly<Record<string, string>>;

/** Looks in each folder in turn; the first that has the file wins. */
export function templateSource(...folders: readonly TemplateFolder[]): TemplateSource {
  const found = new Map<string, string>();
  return {
    read(path) {
      const known = found.get(path);
      if (known !== undefined) return known;
      for (const folder of folders) {
        const text = folder instanceof URL ? readBelow(folder, path) : own(folder, path);
        if (text !== undefined) {
          found.set(path, text);
          return text;
        }
      }
      return undefined;
    },
  };
}

function own(files: Readonly<Record<string, string>>, path: string): string | undefined {
  return Object.hasOwn(files, path) ? files[path] : undefined;
}

function readBelow(folder: URL, path: string): string | undefined {
  const url = new URL(encodeURI(path), folder);
  if (!url.href.startsWith(folder.href)) return undefined;
  try {
    return readFileSync(fileURLToPath(url), "utf8");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error && error.code;
  return code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR";
}
