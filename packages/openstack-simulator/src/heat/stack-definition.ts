import { defineStack, type StackDefinition } from "@jeroboam/hot";
import { isJsonObject } from "../json.ts";
import { customConstraints } from "./custom-constraints.ts";
import type { Heat } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import { readTemplate } from "./read-template.ts";
import type { StackSource } from "./stack.ts";

/** Whose stack it is, and under which name and id. */
export interface StackFrame {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
}

/** Joins what the user gave into a definition. Throws a TemplateError for what does not fit. */
export function defineFrom(heat: Heat, source: StackSource, frame: StackFrame): StackDefinition {
  const { template } = source;
  if (typeof template !== "string" && !isJsonObject(template)) {
    throw heatError(400, "HTTPBadRequest", "No template specified");
  }
  return defineStack({
    template: readTemplate(template),
    name: frame.name,
    id: frame.id,
    projectId: frame.projectId,
    parameters: source.parameters,
    environment: source.environment,
    files: source.files,
    customConstraint: customConstraints(heat.cloud, frame),
  });
}
