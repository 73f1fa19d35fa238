import { goldenRequest } from "@jeroboam/driver-bench";
import { clusterStackRequest, type StackRequest } from "@jeroboam/heat";
import { describe, expect, it } from "vitest";
import { kubernetesDefinition } from "../src/index.ts";
import { nodeGroupRequestOf, nodeGroupScenarios, scenarios, sourceOf } from "./scenarios.ts";

function expectGolden(name: string, request: StackRequest): void {
  const { is, kept } = goldenRequest(new URL("golden/", import.meta.url), name, request);
  expect(is).toEqual(kept);
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
