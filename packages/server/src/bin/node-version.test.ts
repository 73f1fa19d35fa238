import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { unfitNode } from "./node-version.ts";

it.each(["18.20.8", "20.19.5", "22.17.1"])("Node.js %s is refused by name", (version) => {
  expect(unfitNode(version)).toBe(`Node.js 22.18 or newer is needed, and this is ${version}`);
});

it.each(["22.18.0", "22.20.0", "24.11.0", "26.0.0"])("Node.js %s runs the service", (version) => {
  expect(unfitNode(version)).toBeUndefined();
});

it("asks for what the package asks for", () => {
  expect(manifest.engines.node).toMatch(/^\^22\.18\.0 /);
});
