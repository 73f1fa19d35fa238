import { templateCoverageFaults } from "@jeroboam/heat";
import { expect, it } from "vitest";
import { kubernetesDefinition } from "../src/index.ts";

it("maps every parameter and output that is there, and none that is not", () => {
  expect(templateCoverageFaults(kubernetesDefinition)).toEqual([]);
});
