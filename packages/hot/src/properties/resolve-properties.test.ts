import { describe, expect, it } from "vitest";
import { deferred, type HotMap } from "../value.ts";
import type { PropertiesSchema } from "./property-schema.ts";
import { resolveProperties } from "./resolve-properties.ts";

const schema: PropertiesSchema = {
  name: { type: "string", required: true },
  size: { type: "integer", default: 1, constraints: [{ range: { min: 1, max: 9 } }] },
  ratio: { type: "number" },
  on: { type: "boolean", default: false },
  flavor: { type: "string", constraints: [{ customConstraint: "nova.flavor" }] },
  kind: { type: "string", constraints: [{ allowedValues: ["a", "b"] }] },
  networks: {
    type: "list",
    items: { type: "map", schema: { port: { type: "string", required: true } } },
  },
  tags: { type: "map" },
};
const resolve = (properties: HotMap) =>
  resolveProperties(schema, properties, {
    path: ["resources", "s", "properties"],
    customConstraint: (name, value) => (value === "m1" ? undefined : `no ${name}`),
  });

describe("properties", () => {
  it("are typed, with defaults and nulls for the others", () => {
    expect(resolve({ name: 5, size: "3", on: "True", networks: [{ port: "p" }] })).toEqual({
      name: "5",
      size: 3,
      ratio: null,
      on: true,
      flavor: null,
      kind: null,
      tags: null,
      networks: [{ port: "p" }],
    });
  });

  it("may be deferred anywhere", () => {
    const value = deferred("a.b");
    expect(resolve({ name: value, size: value, networks: [{ port: value }, value] })).toMatchObject(
      {
        name: value,
        size: value,
        networks: [{ port: value }, value],
      },
    );
  });

  it.each<[HotMap, string]>([
    [{}, ".properties: Property name not assigned"],
    [{ name: "x", zz: 1 }, ".properties: Unknown Property zz"],
    [{ name: [1] }, ".properties.name: Value must be a string; got [1]"],
    [{ name: "x", size: "big" }, ".properties.size: Value 'big' is not an integer"],
    [{ name: "x", size: 10 }, ".properties.size: 10 is out of range (min: 1, max: 9)"],
    [{ name: "x", ratio: "z" }, ".properties.ratio: could not convert string to float: 'z'"],
    [{ name: "x", on: 1 }, '.properties.on: "1" is not a valid boolean'],
    [{ name: "x", kind: "c" }, '.properties.kind: "c" is not an allowed value ["a", "b"]'],
    [{ name: "x", flavor: "m9" }, ".properties.flavor: no nova.flavor"],
    [{ name: "x", tags: "t" }, '.properties.tags: "t" is not a map'],
    [{ name: "x", networks: "n" }, `.properties.networks: "'n'" is not a list`],
    [{ name: "x", networks: [{}] }, ".properties.networks[0]: Property port not assigned"],
    [
      { name: "x", networks: [{ port: "p" }, { port: {} }] },
      ".properties.networks[1].port: Value must be a string; got {}",
    ],
  ])("refuse %j", (properties, message) => {
    expect(() => resolve(properties)).toThrow(`Property error: resources.s${message}`);
  });
});
