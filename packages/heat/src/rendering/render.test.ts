import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { render } from "./render.ts";

describe("rendering", { timeout: 30_000 }, () => {
  it("brings 300 arbitrary strings through a real shell unchanged", () => {
    const samples = [
      "'",
      "''\\'",
      "$(exit 1)`exit 1`",
      "a\nb\n",
      "!#~*?[]{}",
      ...fc.sample(fc.string({ unit: "binary" }), 200),
      ...fc.sample(
        fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", " ", ";") }),
        100,
      ),
    ].map((text) => text.replaceAll("\0", ""));
    const template = "{{#each samples}}printf '%s\\0' {{sh this}}\n{{/each}}";
    const output = execFileSync("/bin/sh", ["-s"], { input: render("x", template, { samples }) });
    expect(output.toString().split("\0").slice(0, -1)).toEqual(samples);
  });

  it("brings arbitrary strings through YAML unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parse(render("x", "- {{yaml text}}", { text }))).toEqual([text.toWellFormed()]);
      }),
    );
  });

  it("escapes nothing by itself", () => {
    expect(render("x", "{{text}}", { text: "<&'" })).toBe("<&'");
  });

  it.each([
    ["a name without a value", "{{sh missing}}", {}],
    ["a name without a value and helper", "{{missing}}", {}],
    ["an object", "{{sh text}}", { text: {} }],
    ["nothing", "{{yaml text}}", { text: null }],
    ["an unknown helper", "{{upper text}}", { text: "a" }],
    ["a character that no shell can hold", "{{sh text}}", { text: "\0" }],
  ])("refuses %s, naming the file", (_, template, values) => {
    expect(() => render("node.hbs", template, values)).toThrow(/^node\.hbs cannot be rendered: /);
  });
});
