import { describe, expect, it } from "vitest";
import { defineStack } from "../stack/define-stack.ts";
import { evaluateOutputs } from "../stack/evaluate-stack.ts";
import { previewRuntime } from "../stack/plan-runtime.ts";
import { parseTemplate } from "../template/parse-template.ts";
import recorded from "./function-answers.json" with { type: "json" };

const template = parseTemplate(recorded.template);
const outputs = evaluateOutputs(
  defineStack({ template, name: "hotprobe", files: recorded.files }),
  previewRuntime,
);
const answers: Readonly<Record<string, { readonly value: unknown; readonly error?: string }>> =
  recorded.outputs;

describe("functions answer as Heat does", () => {
  it.each(Object.entries(answers))("%s", (name, { value, error }) => {
    expect(outputs[name]?.error?.message).toBe(error);
    expect(outputs[name]?.value).toEqual(value);
  });
});
