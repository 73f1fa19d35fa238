import { describe, expect, it } from "vitest";
import { parseTemplate } from "./parse-template.ts";
import { validateTemplate, type ValidationOptions } from "./validate-template.ts";

const errors = (text: string, options: ValidationOptions = {}): readonly string[] =>
  validateTemplate(parseTemplate(`heat_template_version: 2018-08-31\n${text}`), options).map(
    ({ message }) => message,
  );

const property = (snippet: string): string =>
  `resources: {a: {type: X, properties: {p: ${snippet}, q: 1}}}`;

describe("validation without parameter values", () => {
  it("finds nothing in a sound template", () => {
    const text = `
parameters: {p: {type: string}}
conditions: {c: {equals: [{get_param: p}, x]}}
resources:
  a: {type: X, condition: c, properties: {p: {if: [c, {get_resource: b}, {get_param: "OS::stack_name"}]}}}
  b: {type: Y}
outputs: {o: {value: {get_attr: [b, any, 0]}, condition: {not: c}}}`;
    expect(errors(text)).toEqual([]);
  });

  it.each([
    [
      property("{get_param: z}"),
      "Property error: resources.a.properties.p: The Parameter (z) was not provided.",
    ],
    [
      property("{get_resource: z}"),
      'The specified reference "z" (in a.Properties.p) is incorrect.',
    ],
    [property("{if: [z, 1, 2]}"), /Invalid condition "z"$/],
    [property("{if: [true, 1]}"), /Arguments to "if" must be of the form/],
    [property("{list_join: 1}"), /^resources.a.properties.p.list_join: Incorrect arguments/],
    [property("{get_file: z}"), /No content found in the "files" section for get_file path: z$/],
    ["conditions: {c: {and: [z, true]}}", 'conditions.c: Invalid condition "z"'],
    ["resources: {a: {type: X, condition: z}}", 'resources.a.condition: Invalid condition "z"'],
    [
      "outputs: {o: {value: {get_attr: [z, x]}}}",
      'outputs.o.value.get_attr: The specified reference "z" (in unknown) is incorrect.',
    ],
    ["outputs: {o: {value: 1, foo: 1}}", '"foo" is not a valid keyword inside a output definition'],
    [
      "resources: {a: {type: X, depends_on: b}, b: {type: X, depends_on: a}}",
      "Circular Dependency Found: {a: [b], b: [a]}",
    ],
    ["resources: {a: {type: Unknown}}", "The Resource Type (Unknown) could not be found."],
    [
      "resources: {a: {type: X}}\noutputs: {o: {value: {get_attr: [a, zz]}}}",
      "outputs.o.value.get_attr: The Referenced Attribute (a zz) is incorrect.",
    ],
    [
      "parameters: {p: {type: string, constraints: [{range: {min: 1}}]}}",
      "Parameter 'p' is invalid: Range constraint invalid for string",
    ],
    [
      "resources: {a: {type: n.yaml}}",
      'Could not fetch remote template "n.yaml": Invalid URL scheme ',
    ],
  ])("finds what is wrong in %s", (text, expected) => {
    const found = errors(text, {
      files: {},
      knowsType: (type) => type !== "Unknown",
      attributesOf: () => new Set(["ok"]),
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it("looks into nested templates and groups", () => {
    const files = {
      "n.yaml":
        "heat_template_version: 2018-08-31\nparameters: {p: {type: string}}\nresources: {i: {type: X, properties: {v: {get_param: z}}}}",
    };
    expect(errors("resources: {a: {type: n.yaml, properties: {q: 1}}}", { files })).toEqual([
      "Property error: resources.a.properties: Unknown Property q",
      "Property error: resources.a.properties: Property p not assigned",
      "Property error: resources.a<n.yaml>.resources.i.properties.v: The Parameter (z) was not provided.",
    ]);
    const group =
      "resources: {a: {type: OS::Heat::ResourceGroup, properties: {resource_def: {type: n.yaml, properties: {p: 1}}}}}";
    expect(errors(group, { files })).toEqual([
      "Property error: resources.a.resource_def<n.yaml>.resources.i.properties.v: The Parameter (z) was not provided.",
    ]);
  });

  it("does not follow a template that holds itself", () => {
    const files = { "n.yaml": "heat_template_version: 2018-08-31\nresources: {a: {type: n.yaml}}" };
    expect(errors("resources: {a: {type: n.yaml}}", { files })).toHaveLength(1);
  });
});
