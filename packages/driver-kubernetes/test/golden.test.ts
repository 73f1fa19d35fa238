import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { clusterStackRequest, type StackRequest } from "@jeroboam/heat";
import { describe, expect, it } from "vitest";
import { kubernetesDefinition } from "../src/index.ts";
import { nodeGroupRequestOf, nodeGroupScenarios, scenarios, sourceOf } from "./scenarios.ts";

/** `JEROBOAM_GOLDEN=update` writes the files anew, to be reviewed as a difference. */
const update = process.env["JEROBOAM_GOLDEN"] === "update";

function expectGolden(name: string, request: StackRequest): void {
  const file = new URL(`golden/${name}.json`, import.meta.url);
  const readable = JSON.parse(
    JSON.stringify(request, (_, value: unknown) =>
      typeof value === "string" && value.includes("\n") ? value.split("\n") : value,
    ),
  );
  if (update) writeFileSync(file, `${JSON.stringify(readable, null, 2)}\n`);
  expect(existsSync(file), "golden file; make it with JEROBOAM_GOLDEN=update").toBe(true);
  expect(readable).toEqual(JSON.parse(readFileSync(file, "utf8")));
}

describe("the whole request that makes a stack", () => {
  it.each(Object.entries(scenarios))("%s", (name, scenario) => {
    const request = clusterStackRequest(kubernetesDefinition, sourceOf(scenario), {
      operationId: "55555555-5555-4555-8555-555555555555",
      timeoutMinutes: 60,
    });
    expectGolden(name, request);
  });

  it.each(Object.entries(nodeGroupScenarios))("%s", (name, nodeGroup) => {
    expectGolden(name, nodeGroupRequestOf(nodeGroup));
  });
});
