import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePythonLiteral, PythonSyntaxError } from "./python-literal.ts";
import { pythonText } from "../../python-text.ts";

describe("a Python literal", () => {
  it.each<[string, unknown]>([
    ["{'k': 'v'}", { k: "v" }],
    ['{"k": "it\'s"}', { k: "it's" }],
    [
      " { 'a' : [1, -2.5, 1e3, 1_000], 'b': (True, False, None,), } # end",
      {
        a: [1, -2.5, 1000, 1000],
        b: [true, false, null],
      },
    ],
    ["{}", {}],
    ["[]", []],
    ["()", []],
    ["('a')", "a"],
    ["('a',)", ["a"]],
    ["'a' \"b\"", "ab"],
    [String.raw`'\'\"\\\n\x41\u00e9\U0001F600\101\q'`, "'\"\\\nA\u00e9\u{1F600}A\\q"],
    ["'a\\\nb'", "ab"],
    ["[\n1,\n2]", [1, 2]],
  ])("%j is read", (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it.each([
    "",
    " ",
    "k=v",
    "{",
    "{'a'}",
    "{'a': }",
    "{'a': 1",
    "{'a': 1 'b': 2}",
    "{1: 2}",
    "{'a': true}",
    "{'a': null}",
    "{'a': f()}",
    "__import__('os')",
    "[1,,2]",
    "[,]",
    "'open",
    "'two\nlines'",
    "1 2",
    "+",
    ".",
    "1e999",
    String.raw`'\U00110000'`,
    "[".repeat(100_000),
  ])("%j is none", (text) => {
    expect(() => parsePythonLiteral(text)).toThrow(PythonSyntaxError);
  });

  it("is what Python would print", () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.string({ unit: "binary" }),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.string({ unit: "binary" }), tie("value"), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (given) => {
        const text = pythonText(given);
        fc.pre(!text.includes("..."));
        expect(parsePythonLiteral(text)).toEqual(given);
      }),
    );
  });

  it("never becomes anything but a value or a refusal", () => {
    const pieces = fc.constantFrom(
      ..."{ } [ ] ( ) , : ' \" \\ n t r u N 0 _ 1 . e + - #".split(" "),
      " ",
      "\n",
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: pieces })), (text) => {
        const refusal = refusalOf(text);
        expect(refusal === undefined || refusal instanceof PythonSyntaxError).toBe(true);
      }),
    );
  });
});

function refusalOf(text: string): unknown {
  try {
    JSON.stringify(parsePythonLiteral(text));
    return undefined;
  } catch (error) {
    return error;
  }
}
