import { describe, expect, it } from "vitest";
import { emptyEnvironment } from "./environment.ts";
import { mergeEnvironments, parseEnvironment } from "./parse-environment.ts";
import { nestedEnvironment, resolveType } from "./resolve-type.ts";

const registry = (types: Record<string, unknown>) => parseEnvironment({ resource_registry: types });

describe("an environment", () => {
  it("merges in order, key by key", () => {
    const merged = mergeEnvironments([
      parseEnvironment("parameters: {a: 1, b: 1}\nparameter_defaults: {c: 1}\nevent_sinks: []"),
      parseEnvironment("parameters: {b: 2}\nresource_registry: {A: b.yaml}"),
    ]);
    expect(merged.parameters).toEqual({ a: 1, b: 2 });
    expect(merged.parameterDefaults).toEqual({ c: 1 });
    expect(merged.resourceRegistry.types).toEqual({ A: "b.yaml" });
    expect(mergeEnvironments([])).toEqual(emptyEnvironment);
  });

  it.each([
    ["zz: {}", 'environment has wrong section "zz"'],
    ["parameters:", 'environment has empty section "parameters"'],
    ["- a", "The environment is not a valid YAML mapping data type."],
    [
      "parameter_merge_strategies: {a: deep_merge}",
      'parameter_merge_strategies: only "overwrite" is supported, not that of "a"',
    ],
  ])("refuses %s", (text, message) => {
    expect(() => parseEnvironment(text)).toThrow(message);
  });
});

describe("the resource registry", () => {
  it("follows aliases to files and types", () => {
    const environment = registry({ "My::Node": "My::Other", "My::Other": "node.yaml" });
    expect(resolveType(environment, "My::Node")).toBe("node.yaml");
    expect(resolveType(environment, "OS::Nova::Server")).toBe("OS::Nova::Server");
  });

  it("follows wildcards, many to one and part by part", () => {
    expect(resolveType(registry({ "OS::*": "OS::Heat::None" }), "OS::Nova::Server")).toBe(
      "OS::Heat::None",
    );
    expect(resolveType(registry({ "My::*": "OS::*" }), "My::Nova::Server")).toBe(
      "OS::Nova::Server",
    );
  });

  it("puts a mapping by resource name first", () => {
    const environment = registry({ A: "all.yaml", resources: { one: { A: "one.yaml" } } });
    expect(resolveType(environment, "A", "one")).toBe("one.yaml");
    expect(resolveType(environment, "A", "two")).toBe("all.yaml");
  });

  it("ends where types map to each other", () => {
    expect(resolveType(registry({ A: "B", B: "A" }), "A")).toBe("A");
  });

  it("hands a nested stack its part", () => {
    const environment = parseEnvironment({
      parameters: { p: 1 },
      parameter_defaults: { d: 1 },
      resource_registry: { resources: { "node*": { inner: { A: "b.yaml" } } } },
    });
    const nested = nestedEnvironment(environment, "node1");
    expect(nested.parameters).toEqual({});
    expect(nested.parameterDefaults).toEqual({ d: 1 });
    expect(resolveType(nested, "A", "inner")).toBe("b.yaml");
  });
});
