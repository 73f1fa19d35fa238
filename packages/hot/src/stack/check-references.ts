import { references, computedName, type Reference } from "./dependencies.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import type { BranchChoice } from "../evaluation/function-calls.ts";
import { unknownReference } from "../functions/reference-functions.ts";
import { isTemplateType, nestedTemplate } from "../nested/template-resource.ts";
import { TemplateError } from "../template-error.ts";
import type { OutputDefinition } from "../template/template.ts";
import { own, type HotValue } from "../value.ts";
import type { StackResource } from "./stack-definition.ts";

/** The attributes of a resource type; undefined when they are unknown or open. */
export type AttributesOf = (resolvedType: string) => ReadonlySet<string> | undefined;

/** What the attributes used in a template are checked against. */
export interface ReferenceCheck {
  readonly resources: Readonly<Record<string, StackResource>>;
  readonly files: Readonly<Record<string, string>>;
  readonly context: EvaluationContext;
  readonly branches: BranchChoice;
  readonly attributesOf?: AttributesOf | undefined;
}

/** Throws for the first attribute in resources that the referred resource's type does not have. */
export function checkResourceAttributes(check: ReferenceCheck): void {
  for (const { name, properties, metadata } of Object.values(check.resources)) {
    checkAttributes(properties, `resources.${name}.properties`, check);
    checkAttributes(metadata, `resources.${name}.metadata`, check);
  }
}

/** Throws for the first `get_attr` in outputs whose resource or attribute does not exist. */
export function checkOutputAttributes(
  outputs: Readonly<Record<string, OutputDefinition>>,
  check: ReferenceCheck,
): void {
  for (const [name, { value }] of Object.entries(outputs)) {
    checkAttributes(value, `outputs.${name}.value`, check);
  }
}

function checkAttributes(snippet: HotValue, place: string, check: ReferenceCheck): void {
  const found = references(snippet, place, check.branches, computedName(check.context));
  for (const reference of found) {
    if (reference.attribute === undefined) continue;
    const reason = attributeProblem(reference, check);
    if (reason !== undefined) {
      throw new TemplateError("StackValidationFailed", reason, {
        path: [`${reference.place}.get_attr`],
      });
    }
  }
}

function attributeProblem(
  { resource, attribute = null }: Reference,
  check: ReferenceCheck,
): string | undefined {
  const target = own(check.resources, resource);
  if (target === undefined) return unknownReference(resource, "unknown").reason;
  if (typeof attribute !== "string" || attribute === "show") return undefined;
  const known = attributesOfType(target.resolvedType, check);
  if (known === undefined || known.has(attribute)) return undefined;
  return `The Referenced Attribute (${resource} ${attribute}) is incorrect.`;
}

/** A nested template's outputs are checked when they are asked for, as they may be `resource.…`. */
function attributesOfType(type: string, check: ReferenceCheck): ReadonlySet<string> | undefined {
  if (!isTemplateType(type)) return check.attributesOf?.(type);
  if (own(check.files, type) === undefined) return undefined;
  return new TemplateAttributes(Object.keys(nestedTemplate(type, check.files).outputs));
}

/** The outputs of a template, and everything that begins with `resource.`. */
class TemplateAttributes extends Set<string> {
  override has(name: string): boolean {
    return super.has(name) || name.startsWith("resource.");
  }
}
