import { pythonTypeName } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { isMap, type HotMap, type HotValue } from "../value.ts";
import type { OutputDefinition, Template } from "./template.ts";

const keys = ["description", "value", "condition"];

/** Reads the `outputs` section. */
export const parseOutputs = (section: HotMap): Readonly<Record<string, OutputDefinition>> =>
  Object.fromEntries(
    Object.entries(section).map(([name, definition]) => [name, parseOutput(name, definition)]),
  );

function parseOutput(name: string, definition: HotValue): OutputDefinition {
  const details = { label: "Output validation error", path: ["outputs", name] };
  if (!isMap(definition)) {
    throw new TemplateError(
      "StackValidationFailed",
      `Output definitions must be a map. Found a ${pythonTypeName(definition)} instead`,
      details,
    );
  }
  const { value, description, condition } = definition;
  if (value === undefined) {
    throw new TemplateError(
      "StackValidationFailed",
      "Each output definition must contain a value key.",
      details,
    );
  }
  return {
    value,
    ...(typeof description === "string" ? { description } : {}),
    ...(condition === undefined || condition === null ? {} : { condition }),
  };
}

/** Refuses unknown keys, which Heat does in nested templates only. */
export function checkOutputKeys({ source }: Template): void {
  for (const definition of Object.values((source["outputs"] ?? {}) as HotMap)) {
    const invalid = Object.keys(definition as HotMap).find((key) => !keys.includes(key));
    if (invalid !== undefined) {
      throw new TemplateError(
        "StackValidationFailed",
        `"${invalid}" is not a valid keyword inside a output definition`,
      );
    }
  }
}
