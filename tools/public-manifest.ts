import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a published package offers to those who install it. */
export interface PublicManifest {
  readonly name: string;
  /** Import specifiers, `templates/*` and `package.json` apart. */
  readonly specifiers: readonly string[];
  /** Names of the executables. */
  readonly executables: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> };
  readonly bin?: Readonly<Record<string, string>>;
}

/** Reads `package.json` of a folder; undefined when the package is private. */
export function publicManifest(folder: string): PublicManifest | undefined {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  if (manifest.private === true) return undefined;
  const exported = Object.keys(manifest.publishConfig?.exports ?? manifest.exports ?? {});
  return {
    name: manifest.name,
    specifiers: exported
      .filter((path) => !path.includes("*") && !path.endsWith(".json"))
      .map((path) => `${manifest.name}${path.slice(1)}`),
    executables: Object.keys(manifest.bin ?? {}),
  };
}
