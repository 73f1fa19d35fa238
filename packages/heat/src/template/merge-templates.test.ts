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
        message: `1.yaml: ${place} stands in another part already.`,
      }),
    );
  });

  it("are refused where one of them is no template", () => {
    expect(() => merge("a: 1", "- b")).toThrow("1.yaml has no sections.");
  });
});
