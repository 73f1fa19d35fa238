import { pythonTypeName } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { isMap, type HotMap, type HotValue } from "../value.ts";
import type { OutputDefinition } from "./template.ts";

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
  const invalid = Object.keys(definition).find((key) => !keys.includes(key));
  if (invalid !== undefined) {
    throw new TemplateError(
      "StackValidationFailed",
      `"${invalid}" is not a valid keyword inside a output definition`,
    );
  }
  return {
    value,
    ...(typeof description === "string" ? { description } : {}),
    ...(condition === undefined || condition === null ? {} : { condition }),
  };
}
