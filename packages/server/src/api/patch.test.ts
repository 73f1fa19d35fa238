import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "./api-error.ts";
import { applyPatch, changedAttributes, readPatch } from "./patch.ts";

const rules = { internal: ["/api_address"], mandatory: ["/coe"], literals: ["/labels"] };
const document = { name: "c1", keypair: null, node_count: 1, labels: { a: "1" }, nodes: ["x"] };
const apply = (...patch: object[]) => applyPatch(document, readPatch(patch, rules), rules.literals);

// api.md 3.5
describe("a patch", () => {
  it("replaces, adds and removes", () => {
    const after = apply(
      { op: "replace", path: "/node_count", value: 3 },
      { op: "add", path: "/keypair", value: "k" },
      { op: "add", path: "/labels/b", value: "2" },
      { op: "remove", path: "/name" },
    );
    expect(after).toEqual({
      keypair: "k",
      node_count: 3,
      labels: { a: "1", b: "2" },
      nodes: ["x"],
    });
    expect(changedAttributes(document, after)).toEqual(["name", "keypair", "node_count", "labels"]);
    expect(document.labels).toEqual({ a: "1" });
  });

  it.each<[string, object, string]>([
    ["a path without slash", { op: "remove", path: "name" }, "Value should match the pattern"],
    [
      "an unknown operation",
      { op: "move", path: "/name" },
      "Value should be one of: add, remove, replace",
    ],
    ["no path", { op: "remove" }, "field/attribute path. Value: 'None'. Mandatory field missing."],
    ["no value", { op: "add", path: "/name" }, "'add' and 'replace' operations needs value"],
    ["an object as value", { op: "replace", path: "/labels", value: {} }, "Wrong type."],
    [
      "another member",
      { op: "remove", path: "/name", from: "/x" },
      "Unknown attribute for argument patch: from",
    ],
    [
      "an internal attribute",
      { op: "replace", path: "/uuid", value: "x" },
      "'/uuid' is an internal attribute and can not be updated",
    ],
    [
      "an internal attribute of the resource",
      { op: "replace", path: "/api_address", value: "x" },
      "'/api_address' is an internal attribute and can not be updated",
    ],
    [
      "removing what is mandatory",
      { op: "remove", path: "/coe" },
      "'/coe' is a mandatory attribute and can not be removed",
    ],
    [
      "adding a new attribute",
      { op: "add", path: "/new", value: 1 },
      "Adding a new attribute /new to the root of the resource is not allowed.",
    ],
    [
      "adding what is there",
      { op: "add", path: "/name", value: "x" },
      "The attribute /name has existed, please use 'replace' operation instead.",
    ],
    [
      "what is not there",
      { op: "remove", path: "/labels/z" },
      "Couldn't apply patch '[{'path': '/labels/z', 'op': 'remove'}]'. Reason: can't remove a non-existent object 'z'",
    ],
    [
      "replacing what is not there",
      { op: "replace", path: "/colour", value: "red" },
      "Couldn't apply patch '[{'path': '/colour', 'op': 'replace', 'value': 'red'}]'. Reason: can't replace a non-existent object 'colour'",
    ],
    [
      "a path through what is not there",
      { op: "add", path: "/none/x", value: 1 },
      "Reason: member 'none' not found",
    ],
    [
      "a path through a text",
      { op: "add", path: "/name/x", value: 1 },
      "Reason: 'x' is not a valid sequence index",
    ],
    [
      "a path through a list",
      { op: "remove", path: "/nodes/length" },
      "Reason: 'length' is not a valid sequence index",
    ],
    [
      "a path to the prototype",
      { op: "add", path: "/__proto__/x", value: 1 },
      "Reason: member '__proto__' not found",
    ],
    [
      "labels that are no literal",
      { op: "replace", path: "/labels", value: "k=v" },
      "Couldn't apply patch '[{'path': '/labels', 'op': 'replace', 'value': 'k=v'}]'. Reason: malformed node",
    ],
    [
      "labels that are a number",
      { op: "replace", path: "/labels", value: 5 },
      "Reason: malformed node or string: 5",
    ],
    ["null as value", { op: "add", path: "/name", value: null }, "operations needs value"],
    [
      "a fraction as value",
      { op: "replace", path: "/node_count", value: 1.5 },
      "Value: '1.5'. Wrong type. Expected '(<class 'str'>, <class 'int'>)', got '<class 'float'>'",
    ],
  ])("is refused with %s", (_, item, text) => {
    expect(() => apply(item)).toThrow(text);
  });

  it("has to be a list", () => {
    expect(() => readPatch({ op: "remove" }, rules)).toThrow(
      "Invalid input for field/attribute patch. Value: '{'op': 'remove'}'. Value not a valid list: {'op': 'remove'}",
    );
    expect(() => readPatch([5], rules)).toThrow("Wrong type.");
  });

  it("takes a dict in the words of Python, and goes on with what it made", () => {
    const after = apply(
      { op: "replace", path: "/labels", value: "{'k': 'v', 'size': 3}" },
      { op: "add", path: "/labels/l", value: "w" },
      { op: "remove", path: "/labels/k" },
    );
    expect(after["labels"]).toEqual({ size: 3, l: "w" });
  });

  it("leaves everything as it was, or is refused with 400", () => {
    const path = fc.stringMatching(/^(\/[\w-]{1,9}){1,3}$/);
    const known = fc.constantFrom("/name", "/labels", "/labels/a", "/nodes", "/__proto__");
    const item = fc.record({
      op: fc.constantFrom("add", "replace", "remove"),
      path: fc.oneof(path, known),
      value: fc.oneof(fc.string(), fc.integer(), fc.constantFrom("{}", "{'a': {'b': 1}}")),
    });
    const before = structuredClone(document);
    fc.assert(
      fc.property(fc.array(item, { maxLength: 4 }), (patch) => {
        expect([undefined, 400]).toContain(statusOf(() => apply(...patch)));
        expect(document).toEqual(before);
        expect({}).not.toHaveProperty("a");
      }),
    );
  });
});

function statusOf(work: () => unknown): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof ApiError ? error.status : 500;
  }
}
