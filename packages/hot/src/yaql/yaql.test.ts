import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { previewRuntime } from "../stack/plan-runtime.ts";
import { TemplateError } from "../template-error.ts";
import type { HotValue } from "../value.ts";
import recorded from "./yaql-answers.json" with { type: "json" };

const query = (expression: string): HotValue =>
  evaluate(
    { yaql: { expression, data: recorded.data } },
    { ...previewRuntime, parameters: {}, conditions: {}, resourceNames: new Set(), files: {} },
  );

describe("yaql", () => {
  it.each(recorded.answers.filter((answer) => !("error" in answer)))(
    "answers $expression as Heat does",
    ({ expression, value }) => {
      expect(query(expression)).toEqual(value);
    },
  );

  it.each(recorded.answers.filter((answer) => "error" in answer))(
    "refuses $expression as Heat does",
    ({ expression }) => {
      expect(() => query(expression)).toThrow(expect.any(TemplateError));
    },
  );

  it.each(["$x", "let(a => 1) -> $a", "$.data.s =~ a", "range(3)", "$.data.l.aggregate($1 + $2)"])(
    "says that %s is not supported",
    (expression) => {
      expect(() => query(expression)).toThrow(/not supported/);
    },
  );
});
