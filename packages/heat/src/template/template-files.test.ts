import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { resolveTemplateFiles } from "./template-files.ts";
import { templateSource } from "./template-source.ts";

const resolve = (
  files: Readonly<Record<string, string>>,
  options?: Parameters<typeof resolveTemplateFiles>[2],
) => resolveTemplateFiles("main.yaml", templateSource(files), options);

describe("files of a template", () => {
  it("are those of get_file and nested types, through every nested template", () => {
    const { files, template } = resolve({
      "main.yaml":
        "resources: {a: {type: b.yaml}, g: {properties: {resource_def: {type: c.yaml}}}}",
      "b.yaml": "x: {get_file: script.sh}",
      "c.yaml": "resources: {a: {type: OS::Nova::Server}}",
      "script.sh": "get_file: not-a-template.sh",
    });
    expect(Object.keys(files)).toEqual(["b.yaml", "c.yaml", "script.sh"]);
    expect(template).toContain("type: b.yaml");
  });

  it("are named from the root, and references follow", () => {
    const { files } = resolve({
      "main.yaml": "x: {type: nested/b.yaml}",
      "nested/b.yaml": "x: {get_file: ../scripts/a.sh}\ny: {type: c.yaml}",
      "nested/c.yaml": "z: 1",
      "scripts/a.sh": "a",
    });
    expect(Object.keys(files).toSorted()).toEqual([
      "nested/b.yaml",
      "nested/c.yaml",
      "scripts/a.sh",
    ]);
    expect(files["nested/b.yaml"]).toContain("get_file: scripts/a.sh");
    expect(files["nested/b.yaml"]).toContain("type: nested/c.yaml");
  });

  it("are those of all its parts, of which Heat gets one template and no files", () => {
    const source = templateSource({
      "main.yaml": "resources: {a: {properties: {x: {get_file: a.sh}}}}",
      "parts/b.yaml": "resources: {a: {type: ../c.yaml}}",
      "c.yaml": "x: 1",
      "a.sh": "a",
    });
    const { template, files } = resolveTemplateFiles(["main.yaml", "parts/b.yaml"], source);
    expect(parse(template)).toEqual({
      resources: { a: { type: "c.yaml", properties: { x: { get_file: "a.sh" } } } },
    });
    expect(Object.keys(files).toSorted()).toEqual(["a.sh", "c.yaml"]);
  });

  it("are read anew when a part is another text", () => {
    const merged = (b: string) => {
      const source = templateSource({ "a.yaml": "a: 1", "b.yaml": b });
      return resolveTemplateFiles(["a.yaml", "b.yaml"], source).template;
    };
    expect([merged("b: 1"), merged("b: 2")]).toEqual(["a: 1\nb: 1\n", "a: 1\nb: 2\n"]);
  });

  it("may refer to each other in circles", () => {
    const { files } = resolve({
      "main.yaml": "x: {type: b.yaml}",
      "b.yaml": "x: {type: c.yaml}",
      "c.yaml": "x: {type: b.yaml}",
    });
    expect(Object.keys(files)).toEqual(["b.yaml", "c.yaml"]);
  });

  it("include environments and what their registry names", () => {
    const { files, environmentFiles } = resolve(
      {
        "main.yaml": "x: {type: Our::Thing}",
        "environments/thing.yaml": "resource_registry: {'Our::Thing': ../thing.yaml}",
        "thing.yaml": "x: 1",
      },
      { environments: ["environments/thing.yaml"] },
    );
    expect(environmentFiles).toEqual(["environments/thing.yaml"]);
    expect(files["environments/thing.yaml"]).toContain("thing.yaml");
    expect(files["environments/thing.yaml"]).not.toContain("../");
    expect(files["thing.yaml"]).toBe("x: 1");
  });

  it("are rendered on the way", () => {
    const { files } = resolve(
      { "main.yaml": "x: {get_file: a.hbs}", "a.hbs": "hello" },
      { render: (path, text) => (path === "a.hbs" ? text.toUpperCase() : text) },
    );
    expect(files["a.hbs"]).toBe("HELLO");
  });

  it.each(["missing.sh", "../outside.sh", "/etc/passwd", "file:///etc/passwd"])(
    "that are not there are named: %s",
    (path) => {
      expect(() => resolve({ "main.yaml": `x: {get_file: "${path}"}` })).toThrow(
        `main.yaml refers to ${path}`,
      );
    },
  );

  it("come from the first folder that has them", () => {
    const source = templateSource({ a: "driver" }, { a: "shared", b: "shared" });
    expect([source.read("a"), source.read("b"), source.read("toString")]).toEqual([
      "driver",
      "shared",
      undefined,
    ]);
  });
});
