import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { planRuntime } from "../stack/plan-runtime.ts";
import { deferred, type HotValue } from "../value.ts";

const context: EvaluationContext = {
  parameters: {
    name: "web",
    count: 2,
    list: ["a", "b"],
    map: { k: { deep: [1, 2] } },
    text: "abc",
  },
  conditions: { on: true, off: false },
  resourceNames: new Set(["server", "port"]),
  files: { "script.sh": "echo hi" },
  facade: { metadata: { role: "node" }, deletionPolicy: "Retain", updatePolicy: { a: 1 } },
  referenceOf: (name) => `${name}-id`,
  attributeOf: (name, path) =>
    name === "port" ? deferred(`port.${path.join(".")}`) : path.join("/"),
};

const value = (snippet: HotValue): HotValue => evaluate(snippet, context);

describe("functions", () => {
  it.each<[string, HotValue, HotValue]>([
    ["get_param gives a value", { get_param: "name" }, "web"],
    ["get_param walks maps and lists", { get_param: ["map", "k", "deep", "1"] }, 2],
    ["get_param gives a character of a text", { get_param: ["text", 1] }, "b"],
    ["get_param gives an empty text where the path ends", { get_param: ["map", "zz"] }, ""],
    ["get_resource gives the reference", { get_resource: "server" }, "server-id"],
    ["get_attr gives attribute and path", { get_attr: ["server", "a", 0, "b"] }, "a/0/b"],
    ["get_attr gives all attributes", { get_attr: ["server"] }, ""],
    ["get_file gives the content", { get_file: "script.sh" }, "echo hi"],
    ["resource_facade gives metadata", { resource_facade: "metadata" }, { role: "node" }],
    ["resource_facade gives the policy", { resource_facade: "deletion_policy" }, "Retain"],
    ["list_join joins", { list_join: [",", ["a", null, "b"]] }, "a,,b"],
    [
      "list_join joins several lists",
      { list_join: ["-", ["a"], null, ["b", { z: 1, a: [true] }]] },
      'a-b-{"a": [true], "z": 1}',
    ],
    [
      "str_replace replaces",
      { str_replace: { template: "$a-$b", params: { $a: 1, $b: true } } },
      "1-True",
    ],
    [
      "str_replace prefers longer keys",
      { str_replace: { template: "ab a", params: { a: "1", ab: "2" } } },
      "2 1",
    ],
    [
      "str_replace does not replace twice",
      { str_replace: { template: "ab", params: { a: "b", b: "c" } } },
      "bc",
    ],
    [
      "str_replace writes maps as JSON",
      { str_replace: { template: "x", params: { x: { é: [1] } } } },
      '{"\\u00e9": [1]}',
    ],
    [
      "str_replace_strict replaces",
      { str_replace_strict: { template: "x", params: { x: "" } } },
      "",
    ],
    ["str_split splits", { str_split: [",", "a,b"] }, ["a", "b"]],
    ["str_split picks", { str_split: [",", "a,b", -1] }, "b"],
    ["str_split passes null", { str_split: [",", null] }, null],
    ["digest hashes", { digest: ["md5", "abc"] }, "900150983cd24fb0d6963f7d28e17f72"],
    [
      "repeat combines",
      { repeat: { template: "%x%%y%", for_each: { "%x%": ["a", "b"], "%y%": ["1", "2"] } } },
      ["a1", "a2", "b1", "b2"],
    ],
    [
      "repeat pairs",
      {
        repeat: {
          template: { "%x%": ["%y%"] },
          for_each: { "%x%": ["a", "b"], "%y%": ["1", "2"] },
          permutations: false,
        },
      },
      [{ a: ["1"] }, { b: ["2"] }],
    ],
    [
      "repeat takes the keys of a map",
      { repeat: { template: "%x%", for_each: { "%x%": { a: 1, b: 2 } } } },
      ["a", "b"],
    ],
    [
      "repeat over nothing is empty",
      { repeat: { template: "%x%", for_each: { "%x%": null } } },
      [],
    ],
    ["if takes a branch", { if: ["on", "yes", { get_param: "missing" }] }, "yes"],
    ["if takes the other", { if: [{ not: "on" }, "yes", "no"] }, "no"],
    [
      "if without a branch leaves the item out",
      { a: { if: ["off", 1] }, b: [1, { if: ["off", 2] }] },
      { b: [1] },
    ],
    ["equals is data outside conditions", { x: { equals: [1, 1] } }, { x: { equals: [1, 1] } }],
    ["contains finds", { contains: ["a", ["a", "b"]] }, true],
    ["map_merge merges", { map_merge: [{ a: 1, b: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
    [
      "map_replace replaces",
      {
        map_replace: [
          { a: "x", b: "y" },
          { keys: { a: "A" }, values: { y: "Y" } },
        ],
      },
      { A: "x", b: "Y" },
    ],
    ["list_concat concatenates", { list_concat: [[1], null, [2, 1]] }, [1, 2, 1]],
    [
      "list_concat_unique drops repetitions",
      { list_concat_unique: [[1, { a: 1 }], [{ a: 1 }]] },
      [1, { a: 1 }],
    ],
    ["filter filters", { filter: [["a"], ["a", "b", "a"]] }, ["b"]],
    [
      "make_url builds",
      {
        make_url: {
          scheme: "http",
          username: "u@",
          password: "p/",
          host: "::1",
          port: 80,
          path: "a b",
          query: { k: "v w/x" },
          fragment: "f",
        },
      },
      "http://u%40:p%2F@[::1]:80/a%20b?k=v+w/x#f",
    ],
    [
      "make_url builds a bare host",
      { make_url: { scheme: "tcp", host: "h", port: "2376" } },
      "tcp://h:2376",
    ],
    [
      "yaql queries",
      { yaql: { expression: "$.data.select($.a)", data: [{ a: 1 }, { a: 2 }] } },
      [1, 2],
    ],
    ["a map with another single key is data", { get_foo: "x" }, { get_foo: "x" }],
    [
      "calls nest",
      {
        list_join: [
          "-",
          {
            repeat: { template: { get_param: "name" }, for_each: { "%x%": { get_param: "list" } } },
          },
        ],
      },
      "web-web",
    ],
  ])("%s", (_title, snippet, expected) => {
    expect(value(snippet)).toEqual(expected);
  });

  it.each<[HotValue, string, string]>([
    [{ get_param: "zz" }, "UserParameterMissing", "The Parameter (zz) was not provided."],
    [{ get_param: "" }, "ValueError", 'Function "get_param" must have arguments'],
    [
      { get_resource: "zz" },
      "InvalidTemplateReference",
      'The specified reference "zz" (in unknown) is incorrect.',
    ],
    [{ get_attr: "server" }, "TypeError", 'Argument to "get_attr" must be a list'],
    [
      { get_file: "zz" },
      "ValueError",
      'No content found in the "files" section for get_file path: zz',
    ],
    [
      { resource_facade: "x" },
      "ValueError",
      'Incorrect arguments to "resource_facade" should be one of: metadata, deletion_policy, update_policy',
    ],
    [
      { list_join: "x" },
      "TypeError",
      'Incorrect arguments to "list_join" should be: "list_join" : [ " ", [ "str1", "str2"] ...]',
    ],
    [{ list_join: [",", [1]] }, "TypeError", "Items to join must be string, map or list not 1"],
    [
      { str_replace: { template: "a", params: "x" } },
      "TypeError",
      '"str_replace" parameters must be a mapping',
    ],
    [
      { str_replace_strict: { template: "abc", params: { x: 1, yy: 2 } } },
      "ValueError",
      "The following params were not found in the template: yy,x",
    ],
    [
      { str_replace_vstrict: { template: "x", params: { x: "" } } },
      "ValueError",
      "str_replace_vstrict has an undefined or empty value for param x, must be a defined non-empty value",
    ],
    [
      { str_split: [",", "a,b", 5] },
      "ValueError",
      'Incorrect index to "str_split" should be between 0 and 1',
    ],
    [{ digest: ["md5"] }, "ValueError", 'Function "digest" usage: ["<algorithm>", "<value>"]'],
    [
      { repeat: { template: "%x%", for_each: { "%x%": [1] } } },
      "TypeError",
      "replace() argument 2 must be str, not int",
    ],
    [
      { repeat: { template: "x", for_each: { x: ["a"], y: [] }, permutations: false } },
      "ValueError",
      "For repeat, the length of for_each values should be equal if no nested loop.",
    ],
    [{ if: ["zz", 1, 2] }, "ValueError", 'Invalid condition "zz"'],
    [
      { if: [{ get_resource: "server" }, 1, 2] },
      "ValueError",
      'The function "get_resource" is invalid in this context',
    ],
    [
      { if: [{ and: [true] }, 1, 2] },
      "ValueError",
      'The minimum number of condition arguments to "and" is 2.',
    ],
    [
      { if: [{ equals: [1] }, 1, 2] },
      "ValueError",
      'Arguments to "equals" must be of the form: [value_1, value_2]',
    ],
    [{ contains: ["a", 1] }, "TypeError", 'Second argument to "contains" should be a sequence.'],
    [{ map_merge: [1] }, "TypeError", "Incorrect arguments: Items to merge must be maps."],
    [
      { map_replace: [{ a: 1, b: 2 }, { keys: { a: "b" } }] },
      "ValueError",
      "key replacement b collides with a key in the input map",
    ],
    [
      { list_concat: [1] },
      "TypeError",
      "Incorrect arguments: Items to concat must be lists. [1] contains an item that is not a list: 1",
    ],
    [
      { filter: ["a"] },
      "ValueError",
      '"filter" expected 2 arguments of the form [values, sequence] but got 1 arguments instead',
    ],
    [{ make_url: { host: 1 } }, "TypeError", 'The "host" argument to "make_url" must be a string'],
    [
      { make_url: { port: 99999 } },
      "ValueError",
      "Invalid URL port 99999, must be in range 1-65535",
    ],
    [
      { yaql: { expression: "$.data.foo(" } },
      "ValueError",
      "Bad expression Parse error: unexpected end of statement.",
    ],
    [
      { yaql: { expression: "$.data.nothing(1)" } },
      "UnsupportedExpression",
      "yaql function nothing() is not supported",
    ],
  ])("refuses %j", (snippet, code, message) => {
    expect(() => value(snippet)).toThrow(expect.objectContaining({ code, message }));
  });

  it("decides conditions with and, or, not, equals and names", () => {
    const holds = (condition: HotValue): HotValue => value({ if: [condition, true, false] });
    expect(holds({ and: ["on", { not: "off" }] })).toBe(true);
    expect(holds({ or: ["off", { equals: [{ get_param: "count" }, 2] }] })).toBe(true);
    expect(holds({ or: ["off", { equals: [{ get_param: "count" }, "2"] }] })).toBe(false);
    expect(holds({ contains: ["a", { get_param: "list" }] })).toBe(true);
    expect(holds({ equals: [true, 1] })).toBe(true);
  });
});

describe("deferred values", () => {
  it("pass through functions with all their sources", () => {
    const ip = { get_attr: ["port", "ip"] };
    expect(value({ list_join: [":", [ip, "80"]] })).toEqual(deferred("port.ip"));
    expect(value({ list_concat: [[ip], ["x"]] })).toEqual([deferred("port.ip"), "x"]);
    expect(value({ map_merge: [{ a: ip }, { b: 1 }] })).toEqual({ a: deferred("port.ip"), b: 1 });
    const plan = evaluate(
      { list_join: ["", [{ get_resource: "server" }, ip]] },
      { ...context, ...planRuntime },
    );
    expect(plan).toEqual(deferred("server", "port.ip"));
  });

  it("stay out of branches that are not taken", () => {
    expect(value({ if: ["off", { get_attr: ["port", "ip"] }, "none"] })).toBe("none");
  });
});
