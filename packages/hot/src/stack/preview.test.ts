import { describe, expect, it } from "vitest";
import type { PropertiesSchema } from "../properties/property-schema.ts";
import { resolveProperties } from "../properties/resolve-properties.ts";
import { TemplateError } from "../template-error.ts";
import { nestedTemplate, isTemplateType } from "../nested/template-resource.ts";
import { parseTemplate } from "../template/parse-template.ts";
import { defineStack } from "./define-stack.ts";
import { evaluateOutputs, evaluateResource, type EvaluatedOutput } from "./evaluate-stack.ts";
import { previewRuntime } from "./plan-runtime.ts";
import recorded from "./preview-answers.json" with { type: "json" };

interface Answer {
  readonly template: string;
  readonly type?: string;
  readonly message?: string;
  readonly outputs?: Readonly<
    Record<string, { readonly value?: unknown; readonly error?: string }>
  >;
}

const schemas: Readonly<Record<string, PropertiesSchema>> = {
  "OS::Heat::Value": {
    value: { type: "any", required: true },
    type: { type: "string" },
  },
  "OS::Heat::RandomString": {
    length: { type: "integer", default: 32, constraints: [{ range: { min: 1, max: 512 } }] },
    character_classes: {
      type: "list",
      items: { type: "map", schema: { class: { type: "string" }, min: { type: "integer" } } },
    },
  },
};

const attributes = new Map([
  ["OS::Heat::Value", new Set(["value"])],
  ["OS::Heat::RandomString", new Set(["value"])],
]);

/** A small preview: everything Heat does before it makes anything. */
function preview(text: string): Readonly<Record<string, EvaluatedOutput>> {
  const stack = defineStack({
    template: parseTemplate(text),
    name: "preview",
    attributesOf: (type) => attributes.get(type),
  });
  for (const name of stack.order) {
    const resource = evaluateResource(stack, name, previewRuntime);
    if (isTemplateType(resource.resolvedType)) nestedTemplate(resource.resolvedType, {});
    const schema = schemas[resource.resolvedType];
    if (schema === undefined) {
      throw new TemplateError(
        "StackValidationFailed",
        `The Resource Type (${resource.resolvedType}) could not be found.`,
      );
    }
    if (resource.externalId !== undefined) continue;
    resolveProperties(schema, resource.properties, { path: ["resources", name, "properties"] });
  }
  return evaluateOutputs(stack, previewRuntime);
}

describe("a preview", () => {
  const answers: readonly Answer[] = recorded.answers;

  it.each(answers.filter(({ outputs }) => outputs === undefined))(
    "refuses as Heat does: $message",
    ({ template, type, message }) => {
      // The API has one type for all that is wrong before a template is one.
      const code = type === "HTTPBadRequest" ? "ValueError" : type;
      const expected = { code, ...(message === undefined ? {} : { message }) };
      expect(() => preview(template)).toThrow(expect.objectContaining(expected));
    },
  );

  it.each(answers.filter(({ outputs }) => outputs !== undefined))(
    "passes as in Heat: $template",
    ({ template, outputs = {} }) => {
      const shown = Object.entries(preview(template)).map(([name, { value, error }]) => [
        name,
        { value, ...(error === undefined ? {} : { error: error.message }) },
      ]);
      expect(Object.fromEntries(shown)).toEqual(outputs);
    },
  );
});
