import { describe, expect, it } from "vitest";
import { TemplateError } from "../template-error.ts";
import { parseTemplate } from "./parse-template.ts";
import { parseYaml } from "./parse-yaml.ts";

describe("YAML", () => {
  it.each([
    ["yes", true],
    ["Off", false],
    ["y", "y"],
    ["010", 8],
    ["0x1f", 31],
    ["08", "08"],
    ["1_000", 1000],
    ["1:30", 90],
    ["1e3", "1e3"],
    ["1.5", 1.5],
    ["~", null],
    ["2018-08-31", "2018-08-31"],
    ["2018-08-31 10:00:00", "2018-08-31 10:00:00"],
    ["'yes'", "yes"],
  ])("reads %s as Heat's parser does", (text, value) => {
    expect(parseYaml(`a: ${text}`, "")).toEqual({ a: value });
  });

  it("merges anchors and lets later keys win", () => {
    expect(parseYaml("x: &x {b: 1}\nc: {<<: *x, d: 2}\nx: 3", "")).toEqual({
      x: 3,
      c: { b: 1, d: 2 },
    });
  });

  it("tells what is wrong", () => {
    expect(() => parseTemplate("a: [")).toThrow(/^Error parsing template \[root stack\] /);
    expect(() => parseTemplate("a: {b: *nothing}")).toThrow(TemplateError);
  });
});

describe("a template", () => {
  it.each([
    ["2013-05-23", "2013-05-23"],
    ["rocky", "2018-08-31"],
    ["wallaby", "2021-04-16"],
  ])("may have version %s", (written, version) => {
    expect(parseTemplate(`heat_template_version: ${written}`).version).toBe(version);
  });

  it("is read from JSON and from data alike", () => {
    const data = { heat_template_version: "2018-08-31", outputs: { o: { value: 1 } } };
    expect(parseTemplate(JSON.stringify(data))).toEqual(parseTemplate(data));
  });

  it("must not be nested too deeply", () => {
    const deep = `{"heat_template_version": "2018-08-31", "outputs": ${"[".repeat(9000)}${"]".repeat(9000)}}`;
    expect(() => parseTemplate(deep)).toThrow("The template is nested deeper than 200 levels.");
  });

  it("has its sections apart", () => {
    const template = parseTemplate(`
heat_template_version: 2018-08-31
parameters:
  p: {type: string, hidden: true, constraints: [{length: {min: 1}, description: d}]}
resources:
  a: {type: X, depends_on: b, deletion_policy: retain}
  b: {type: Y, condition: false}
`);
    expect(template.description).toBe("No description");
    expect(template.parameters["p"]).toEqual({
      type: "string",
      hidden: true,
      immutable: false,
      constraints: [{ length: { min: 1 }, description: "d" }],
    });
    expect(template.resources["a"]).toMatchObject({ dependsOn: ["b"], deletionPolicy: "retain" });
    expect(template.resources["b"]).toMatchObject({ condition: false, properties: {} });
  });
});
