import { describe, expect, it } from "vitest";
import { applyPatch, changedAttributes, readPatch } from "./patch.ts";

const rules = { internal: ["/api_address"], mandatory: ["/coe"] };
const document = { name: "c1", keypair: null, node_count: 1, labels: { a: "1" }, nodes: ["x"] };
const apply = (...patch: object[]) => applyPatch(document, readPatch(patch, rules));

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
      "Couldn't apply patch '[{'path': '/labels/z', 'op': 'remove'}]'. Reason: ",
    ],
    ["a path through a list", { op: "remove", path: "/nodes/length" }, "Couldn't apply patch"],
    [
      "a path to the prototype",
      { op: "add", path: "/__proto__/x", value: 1 },
      "Couldn't apply patch",
    ],
  ])("is refused with %s", (_, item, text) => {
    expect(() => apply(item)).toThrow(text);
  });

  it("has to be a list", () => {
    expect(() => readPatch({ op: "remove" }, rules)).toThrow("Expected '<class 'list'>'");
  });
});
