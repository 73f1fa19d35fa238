import { INPUT_OUTPUT_MODULES, type ImportRule } from "./import-table.ts";

export interface Import {
  readonly specifier: string;
  /** `import type` or `export type`: nothing is loaded at run time. */
  readonly isTypeOnly: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^;"']*?\bfrom\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/g;

/** Every module that a TypeScript source names, local files included. */
export function importsOf(source: string): readonly Import[] {
  return [
    ...source
      .matchAll(STATIC)
      .map(([, type, specifier = ""]) => ({ specifier, isTypeOnly: type !== undefined })),
    ...source.matchAll(DYNAMIC).map(([, specifier = ""]) => ({ specifier, isTypeOnly: false })),
  ];
}

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

function isAllowed(rule: ImportRule, path: string, { isTypeOnly, specifier }: Import): boolean {
  if (specifier.startsWith(".")) return true;
  if (specifier.startsWith("node:")) {
    return rule.inputOutput || isTypeOnly || !INPUT_OUTPUT_MODULES.includes(specifier);
  }
  const name = packageOf(specifier);
  const isUnder = (prefixes: readonly string[] = []) =>
    prefixes.some((prefix) => path.startsWith(prefix));
  return (
    rule.packages.includes(name) ||
    isUnder(rule.onlyUnder?.[name]) ||
    (isTypeOnly && isUnder(rule.onlyTypesUnder?.[name]))
  );
}

/**
 * Finds what a file imports against its package's rule.
 *
 * @param path - Relative to the package's folder, such as `src/index.ts`.
 */
export function forbiddenImports(
  rule: ImportRule,
  path: string,
  source: string,
): readonly Import[] {
  return importsOf(source).filter((one) => !isAllowed(rule, path, one));
}
