import type { StackDefinition, StackOptions } from "./stack-definition.ts";

/**
 * Joins a template with parameters, environment and files.
 *
 * Throws {@link TemplateError} for missing, unknown or unfit parameters, unknown references and
 * circular dependencies.
 */
export function defineStack(_options: StackOptions): StackDefinition {
  throw new Error("under construction");
}

/** Refuses a change of immutable parameters between two definitions of one stack. */
export function checkImmutableParameters(_before: StackDefinition, _after: StackDefinition): void {
  throw new Error("under construction");
}
