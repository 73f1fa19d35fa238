import type { Environment } from "./environment.ts";

/** Reads an environment from YAML or JSON text, or from data. Throws {@link TemplateError}. */
export function parseEnvironment(_source: string | object): Environment {
  throw new Error("under construction");
}

/** Merges environments in order: what a later one says wins, key by key. */
export function mergeEnvironments(_environments: readonly Environment[]): Environment {
  throw new Error("under construction");
}
