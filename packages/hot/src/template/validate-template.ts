import type { Environment } from "../environment/environment.ts";
import type { TemplateError } from "../template-error.ts";
import type { Template } from "./template.ts";

/** What the check of a template may look at besides the template. */
export interface ValidationOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Environment;
  /** Whether a cloud resource type exists; without it every type does. */
  readonly knowsType?: (type: string) => boolean;
  /** The attributes of a cloud resource type; undefined when unknown or open. */
  readonly attributesOf?: (type: string) => ReadonlySet<string> | undefined;
}

/**
 * Checks a template without parameter values, nested templates included, and lists what is wrong.
 *
 * The first error is the one Heat would report.
 */
export function validateTemplate(
  _template: Template,
  _options: ValidationOptions = {},
): readonly TemplateError[] {
  throw new Error("under construction");
}
