import { describe, expect, it } from "vitest";
import type { PropertiesSchema } from "../properties/property-schema.ts";
import type { EvaluatedResource } from "../stack/evaluate-stack.ts";
import { deferred, type HotMap } from "../value.ts";
import { compareProperties } from "./compare-properties.ts";
import { compareResources } from "./compare-resources.ts";

const schema: PropertiesSchema = {
  name: { type: "string", updateAllowed: true },
  image: { type: "string" },
  cidr: { type: "string", immutable: true },
};

describe("a change of properties", () => {
  it.each<[HotMap, HotMap, string, string[], string[]]>([
    [{ name: "a", tags: { x: 1, y: 2 } }, { tags: { y: 2, x: 1 }, name: "a" }, "unchanged", [], []],
    [{ name: "a" }, { name: "b" }, "update", ["name"], []],
    [{ name: null }, {}, "unchanged", [], []],
    [{ name: "a", image: "i" }, { name: "b", image: "j" }, "replace", ["image", "name"], ["image"]],
    [{ cidr: "a", image: "i" }, { cidr: "b", image: "j" }, "refused", ["cidr", "image"], ["cidr"]],
    [{ name: "a" }, { name: deferred("x") }, "update", ["name"], []],
    [{ name: deferred("x") }, { name: deferred("x") }, "unchanged", [], []],
  ])("from %j to %j", (before, after, kind, properties, decisive) => {
    expect(compareProperties(before, after, schema)).toEqual({ kind, properties, decisive });
  });
});

describe("a change of a stack", () => {
  const resource = (name: string, changes: Partial<EvaluatedResource> = {}): EvaluatedResource => ({
    name,
    type: "T",
    resolvedType: "T",
    properties: {},
    metadata: {},
    deletionPolicy: "delete",
    updatePolicy: {},
    ...changes,
  });
  const stack = (...resources: EvaluatedResource[]) =>
    Object.fromEntries(resources.map((each) => [each.name, each]));

  it("sorts resources by what happens to them", () => {
    const before = stack(
      resource("gone"),
      resource("same"),
      resource("renamed", { properties: { name: "a" } }),
      resource("rebuilt", { properties: { image: "a" } }),
      resource("retyped"),
      resource("noted"),
      resource("fixed", { properties: { cidr: "a" } }),
    );
    const after = stack(
      resource("new"),
      resource("same"),
      resource("renamed", { properties: { name: "b" } }),
      resource("rebuilt", { properties: { image: "b" } }),
      resource("retyped", { resolvedType: "U" }),
      resource("noted", { metadata: { a: 1 } }),
      resource("fixed", { properties: { cidr: "b" } }),
    );
    expect(compareResources(before, after, () => schema)).toMatchObject({
      added: ["new"],
      removed: ["gone"],
      replaced: ["rebuilt", "retyped"],
      updated: ["noted", "renamed"],
      unchanged: ["same"],
      refused: ["fixed"],
      reasons: { noted: { kind: "update", properties: ["metadata"] } },
    });
  });
});
