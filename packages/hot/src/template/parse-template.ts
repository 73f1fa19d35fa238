import type { Template } from "./template.ts";

/**
 * Reads a template from YAML or JSON text, or from data already read.
 *
 * Checks the version and the shape of every section; names and functions are checked by
 * `validateTemplate`. Throws {@link TemplateError}.
 */
export function parseTemplate(_source: string | object): Template {
  throw new Error("under construction");
}
