import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { previewRuntime } from "../stack/plan-runtime.ts";
import { TemplateError } from "../template-error.ts";
import { deferred, type HotValue } from "../value.ts";
import { conditionFunctions, valueFunctions } from "./function-table.ts";

const context: EvaluationContext = {
  ...previewRuntime,
  parameters: { p: "x", list: ["a"] },
  conditions: { c: true },
  resourceNames: new Set(["r"]),
  files: { f: "text" },
};
const value = (snippet: HotValue): HotValue => evaluate(snippet, context);
const plain = fc.string().filter((text) => !text.includes("|"));

/** Maps with two keys are never calls. */
const map = fc.dictionary(fc.string({ minLength: 1 }), fc.integer()).map((entries) => ({
  ...entries,
  first: 1,
  second: 2,
}));

function thrownBy(snippet: HotValue): unknown {
  try {
    value(snippet);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("laws", () => {
  it("str_split undoes list_join", () => {
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1 }), (parts) => {
        expect(value({ str_split: ["|", { list_join: ["|", parts] }] })).toEqual(parts);
      }),
    );
  });

  it("map_merge is associative, with the empty map as its unit", () => {
    fc.assert(
      fc.property(map, map, map, (a, b, c) => {
        const left = value({ map_merge: [{ map_merge: [a, b] }, c] });
        expect(left).toEqual(value({ map_merge: [a, { map_merge: [b, c] }] }));
        expect(value({ map_merge: [a, {}] })).toEqual(value({ map_merge: [{}, a] }));
      }),
    );
  });

  it("repeat gives one item for each combination", () => {
    const list = fc.array(fc.string(), { maxLength: 5 });
    fc.assert(
      fc.property(list, list, (xs, ys) => {
        const rows = value({ repeat: { template: "%x%", for_each: { "%x%": xs, "%y%": ys } } });
        expect(rows).toHaveLength(xs.length * ys.length);
      }),
    );
  });

  it("evaluation throws nothing but TemplateError", () => {
    const names = fc.constantFrom(
      ...new Set([...Object.keys(valueFunctions), ...Object.keys(conditionFunctions)]),
    );
    const words = fc.constantFrom(
      "p",
      "r",
      "c",
      "f",
      "template",
      "params",
      "for_each",
      "expression",
      "data",
      "$.data",
      "md5",
      "",
      "$.a.b(1)[0]",
    );
    const snippet = fc.letrec<{ node: HotValue }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(
          fc.constant(null),
          fc.boolean(),
          fc.double(),
          fc.string(),
          words,
          fc.constant(deferred("r.a")),
        ),
        fc.array(tie("node"), { maxLength: 4 }),
        fc.dictionary(fc.oneof(words, fc.string()), tie("node"), { maxKeys: 4 }),
        fc.tuple(names, tie("node")).map(([name, args]) => ({ [name]: args })),
        fc
          .tuple(names, fc.dictionary(words, tie("node")))
          .map(([name, args]) => ({ [name]: args })),
      ),
    })).node;
    fc.assert(
      fc.property(snippet, (node) => {
        expect(
          TemplateError.isInstance(thrownBy(node) ?? new TemplateError("ValueError", "")),
        ).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
