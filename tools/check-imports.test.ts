import { describe, expect, it } from "vitest";
import { forbiddenImports, importsOf } from "./check-imports.ts";
import { IMPORT_TABLE, type ImportRule } from "./import-table.ts";

function rule(name: string): ImportRule {
  const found = IMPORT_TABLE[name];
  if (found === undefined) throw new Error(`${name} has no row in the import table`);
  return found;
}
const forbidden = (name: string, path: string, source: string) =>
  forbiddenImports(rule(name), path, source).map((one) => one.specifier);

describe("importsOf", () => {
  it("sees every form, and no example inside a comment", () => {
    const source = [
      `import { a } from "a";`,
      `import type {\n  B,\n} from "@b/b";`,
      `export * from "./c.ts";`,
      `import "d/deep";`,
      `const e = await import("e");`,
      `/**\n * import { f } from "f";\n */`,
      `export const g = "g";`,
    ].join("\n");
    expect(importsOf(source)).toEqual([
      { specifier: "a", isTypeOnly: false },
      { specifier: "@b/b", isTypeOnly: true },
      { specifier: "./c.ts", isTypeOnly: false },
      { specifier: "d/deep", isTypeOnly: false },
      { specifier: "e", isTypeOnly: false },
    ]);
  });
});

describe("the import table", () => {
  it.each([
    ["core", "src/a.ts", `import type { Stack } from "@jeroboam/openstack-client";`],
    ["core", "src/a.ts", `import { readFileSync } from "node:fs";`],
    ["core", "src/a.ts", `import forge from "node-forge";`],
    ["hot", "src/a.ts", `import { z } from "@jeroboam/core";`],
    ["heat", "src/a.ts", `export type { A } from "@jeroboam/openstack-client/deep";`],
    ["driver-swarm-mode", "src/a.ts", `import { x } from "@jeroboam/driver-mesos";`],
    ["openstack-client", "src/cloud/a.ts", `import { messageOf } from "@jeroboam/core";`],
    ["openstack-client", "src/session.ts", `import type { Cloud } from "@jeroboam/core";`],
    ["openstack-simulator", "src/a.ts", `import("@jeroboam/core");`],
    ["server", "src/index.ts", `import { x } from "@jeroboam/driver-swarm-mode";`],
  ])("refuses in %s, %s: %s", (name, path, source) => {
    expect(forbidden(name, path, source)).toHaveLength(1);
  });

  it.each([
    ["core", "src/certificates/a.ts", `import forge from "node-forge";`],
    ["core", "src/a.ts", `import { randomUUID } from "node:crypto";`],
    ["openstack-client", "src/cloud/a.ts", `import type { Cloud } from "@jeroboam/core";`],
    ["server", "src/main.ts", `import { x } from "@jeroboam/driver-swarm-mode";`],
  ])("lets pass in %s, %s: %s", (name, path, source) => {
    expect(forbidden(name, path, source)).toEqual([]);
  });
});
