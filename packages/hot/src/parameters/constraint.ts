import type { HotValue } from "../value.ts";

/** What a parameter or property value must satisfy; `description` replaces the standard message. */
export type ConstraintDefinition = { readonly description?: string } & (
  | { readonly length: Bounds }
  | { readonly range: Bounds }
  | { readonly modulo: { readonly step: number; readonly offset: number } }
  | { readonly allowedValues: readonly HotValue[] }
  | { readonly allowedPattern: string }
  | { readonly customConstraint: string }
);

/** Inclusive limits; an absent one does not limit. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Asks a cloud whether a value satisfies a custom constraint such as `nova.flavor`.
 *
 * Answers the reason why not, or undefined when it does.
 */
export type CustomConstraintCheck = (constraint: string, value: HotValue) => string | undefined;
