import { describe, expect, it } from "vitest";
import { resolveProperties } from "../properties/resolve-properties.ts";
import { deferred, type HotMap } from "../value.ts";
import {
  expandResourceGroup,
  resourceGroupAttribute,
  resourceGroupSchema,
  type ResourceGroupState,
} from "./resource-group.ts";
import {
  isTemplateType,
  nestedAttribute,
  nestedParameters,
  nestedPropertiesSchema,
  nestedReference,
  nestedTemplate,
} from "./template-resource.ts";

const files = {
  "node.yaml": `
heat_template_version: 2018-08-31
parameters:
  name: {type: string}
  zones: {type: comma_delimited_list, default: a}
  data: {type: json, default: {}}
outputs: {ip: {value: [1, 2]}}`,
};

describe("a nested template", () => {
  it("is a type by its name", () => {
    expect(["a.yaml", "b.template", "OS::Nova::Server", "yaml"].map(isTemplateType)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("takes its parameters as properties", () => {
    const schema = nestedPropertiesSchema(nestedTemplate("node.yaml", files));
    const path = ["resources", "n", "properties"];
    const given: HotMap = { name: 1, zones: ["x", null], data: [1] };
    const typed = resolveProperties(schema, given, { path });
    expect(typed).toEqual({ name: "1", zones: ["x", null], data: "[1]" });
    expect(nestedParameters(typed, given)).toEqual({ name: "1", zones: "x,", data: "[1]" });
    expect(() => resolveProperties(schema, {}, { path })).toThrow(
      "Property error: resources.n.properties: Property name not assigned",
    );
  });

  it("must be among the files, and have no unknown output keys", () => {
    expect(() => nestedTemplate("x.yaml", files)).toThrow(
      'Could not fetch remote template "x.yaml"',
    );
    const odd = "heat_template_version: 2018-08-31\noutputs: {a: {value: 1, b: 2}}";
    expect(() => nestedTemplate("o.yaml", { "o.yaml": odd })).toThrow(
      '"b" is not a valid keyword inside a output definition',
    );
  });

  const view = {
    arn: "arn:openstack:heat::p:stacks/s/1",
    outputs: { ip: [1, 2] } as HotMap,
    memberNames: ["a"],
    memberReference: (name: string) => `${name}-id`,
    memberAttribute: (name: string, path: readonly (string | number)[]) =>
      [name, ...path].join("/"),
  };

  it("is referred to by its ARN, or by its own output", () => {
    expect(nestedReference(view)).toBe(view.arn);
    expect(nestedReference({ ...view, outputs: { "OS::stack_id": "x" } })).toBe("x");
  });

  it("shows outputs and members as attributes", () => {
    expect(nestedAttribute("n", ["ip", 1], view)).toBe(2);
    expect(nestedAttribute("n", ["resource.a"], view)).toBe("a-id");
    expect(nestedAttribute("n", ["resource.a.b.c", 0], view)).toBe("a/b.c/0");
    expect(() => nestedAttribute("n", ["zz"], view)).toThrow(
      "The Referenced Attribute (n zz) is incorrect.",
    );
    expect(() => nestedAttribute("n", ["resource.z"], view)).toThrow(
      "Member 'z' not found in group resource 'n'.",
    );
  });
});

describe("a resource group", () => {
  const expand = (given: HotMap, state?: ResourceGroupState) =>
    expandResourceGroup(
      resolveProperties(
        resourceGroupSchema,
        {
          resource_def: {
            type: "T",
            properties: { "n%index%": ["x-%index%", { k: null }], gone: null },
          },
          ...given,
        },
        { path: [] },
      ),
      state,
    );
  const three = { blacklist: [], members: { "0": "r0", "1": "r1", "2": "r2" } };
  const remove = (...names: (string | number)[]): HotMap => ({
    removal_policies: [{ resource_list: names }],
  });

  it("has members by number, the index put into values", () => {
    const { names, template } = expand({ count: 2 });
    expect(names).toEqual(["0", "1"]);
    expect(template.resources["1"]).toMatchObject({
      type: "T",
      properties: { "n%index%": ["x-1", { k: null }] },
    });
  });

  it("may be empty, and may have another variable", () => {
    expect(expand({ count: 0 }).names).toEqual([]);
    const { template } = expand({
      index_var: "@@@",
      resource_def: { type: "T", properties: { a: "@@@%index%" } },
    });
    expect(template.resources["0"]?.properties).toEqual({ a: "0%index%" });
  });

  it("removes by name, number or reference, and never uses the name again", () => {
    expect(expand({ count: 2, ...remove(0) }, three)).toMatchObject({
      names: ["1", "2"],
      blacklist: ["0"],
    });
    expect(expand({ count: 2, ...remove("r1") }, three)).toMatchObject({
      names: ["0", "2"],
      blacklist: ["1"],
    });
    const after = { blacklist: ["1"], members: { "0": "r0", "2": "r2" } };
    expect(expand({ count: 3 }, after)).toMatchObject({ names: ["0", "2", "3"], blacklist: ["1"] });
    expect(expand({ count: 3, ...remove("unknown") }, three).blacklist).toEqual([]);
  });

  it("forgets removed names in update mode", () => {
    const state = { blacklist: ["1"], members: { "0": "r0", "2": "r2" } };
    const change = { count: 2, removal_policies_mode: "update", ...remove("2") };
    expect(expand(change, state)).toMatchObject({ names: ["0", "1"], blacklist: ["2"] });
  });

  it("skips names from the start when it is new", () => {
    expect(expand({ count: 2, ...remove("0") })).toMatchObject({
      names: ["1", "2"],
      blacklist: ["0"],
    });
  });

  it("keeps deferred properties", () => {
    const { template } = expand({
      resource_def: { type: "T", properties: { a: deferred("net") } },
    });
    expect(template.resources["0"]?.properties).toEqual({ a: deferred("net") });
  });

  it("shows its members as attributes", () => {
    const view = {
      blacklist: ["1"],
      names: ["0", "2"],
      memberReference: (name: string) => `r${name}`,
      memberAttribute: (name: string, path: readonly (string | number)[]) =>
        [name, ...path].join("/"),
    };
    const attribute = (...path: (string | number)[]) => resourceGroupAttribute("g", path, view);
    expect(attribute("refs")).toEqual(["r0", "r2"]);
    expect(attribute("refs", 1)).toBe("r2");
    expect(attribute("refs_map")).toEqual({ "0": "r0", "2": "r2" });
    expect(attribute("refs_map", "2")).toEqual({ "0": "r0", "2": "r2" });
    expect(attribute("attributes", "ip", 0)).toEqual({ "0": "0/ip/0", "2": "2/ip/0" });
    expect(attribute("resource.2")).toBe("r2");
    expect(attribute("resource.2.ip", 0)).toBe("2/ip/0");
    expect(attribute("ip")).toEqual(["0/ip", "2/ip"]);
    expect(attribute("removed_rsrc_list")).toEqual(["1"]);
    expect(() => attribute("attributes")).toThrow(
      "The Referenced Attribute (g attributes) is incorrect.",
    );
    expect(() => attribute("resource.1")).toThrow("Member '1' not found in group resource 'g'.");
  });
});
