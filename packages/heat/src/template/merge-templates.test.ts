import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mergeTemplates } from "./merge-templates.ts";

const merge = (...texts: readonly string[]) =>
  mergeTemplates(texts.map((text, index) => ({ path: `${index}.yaml`, text })));

describe("parts of a template", () => {
  it("are joined at every depth, and change nothing in each other", () => {
    const first = `
heat_template_version: 2018-08-31
description: The driver's own.
resources:
  workers: { properties: { resource_def: { properties: { image: { get_param: image } } } } }
`;
    const second = `
heat_template_version: 2018-08-31
parameters:
  image: { type: string }
resources:
  workers:
    type: OS::Heat::ResourceGroup
    properties:
      resource_def:
        type: node.yaml
        properties:
          index: "%index%"
  port: { type: OS::Neutron::Port }
`;
    const whole = {
      heat_template_version: "2018-08-31",
      description: "The driver's own.",
      parameters: { image: { type: "string" } },
      resources: {
        workers: {
          type: "OS::Heat::ResourceGroup",
          properties: {
            resource_def: {
              type: "node.yaml",
              properties: { image: { get_param: "image" }, index: "%index%" },
            },
          },
        },
        port: { type: "OS::Neutron::Port" },
      },
    };
    expect(parse(merge(first, second))).toEqual(whole);
    expect(parse(merge(second, first))).toEqual(whole);
  });

  it("keep their comments and their quotes, which tell Heat text from times and numbers", () => {
    const text = merge("a: 1\n# why\nb: '2'\n", '# not lost\nc: "12:30:00"\n');
    expect(text).toBe("a: 1\n# why\nb: '2'\n# not lost\nc: \"12:30:00\"\n");
  });

  it("are left as they are where there is but one", () => {
    expect(merge("{a:   1}")).toBe("{a:   1}");
  });

  it.each([
    ["another value", "resources: {a: {type: b.yaml}}", "resources.a.type"],
    ["a list", "outputs: [1]", "outputs"],
    ["a map where there is none", "resources: {a: {type: {get_param: t}}}", "resources.a.type"],
  ])("are refused for %s at the same place", (_, text, place) => {
    expect(() => merge("resources: {a: {type: a.yaml}}\noutputs: [1]", text)).toThrow(
      expect.objectContaining({
        code: "JRB_TEMPLATE_FILE_INVALID",
        message: `1.yaml: ${place} stands in 0.yaml already.`,
      }),
    );
  });

  it("are refused for another call of a function at the same place, and name whose is there", () => {
    const texts = ["a: 1", "v: {p: {get_param: x}}", "v: {p: {get_attr: [y, z]}}"];
    expect(() => merge(...texts)).toThrow("2.yaml: v.p stands in 1.yaml already.");
  });

  it("may say the same, and name what they like as functions are named", () => {
    const text = merge(
      "parameters: {filter: 1}\nv: {p: {get_param: x}}",
      "parameters: {digest: 2}\nv: {p: {get_param: x}}",
    );
    expect(parse(text)).toEqual({
      parameters: { filter: 1, digest: 2 },
      v: { p: { get_param: "x" } },
    });
  });

  it("are refused, by name, where a name of another value is lost between them", () => {
    expect(() => merge("a: {p: 1}", "a: &v {q: 2}\nb: *v")).toThrow(
      expect.objectContaining({
        code: "JRB_TEMPLATE_FILE_INVALID",
        message: expect.stringMatching(/^0\.yaml \+ 1\.yaml: Unresolved alias .*: v$/),
      }),
    );
  });

  it("are refused where one of them is no template", () => {
    expect(() => merge("a: 1", "- b")).toThrow("1.yaml has no sections.");
  });
});
