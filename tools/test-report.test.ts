import { describe, expect, it } from "vitest";
import { summaryOf, type TestReport } from "./test-report.ts";

const GREEN: TestReport = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
};

describe("summaryOf", () => {
  it("counts what passed, failed and was skipped", () => {
    expect(summaryOf(GREEN)).toEqual({ line: "3 passed, 0 failed, 2 skipped", isGreen: true });
  });

  it("counts a failed test once", () => {
    const testResults = [{ status: "failed", assertionResults: [{ status: "failed" }] }];
    expect(summaryOf({ ...GREEN, success: false, numFailedTests: 1, testResults })).toEqual({
      line: "3 passed, 1 failed, 2 skipped",
      isGreen: false,
    });
  });

  it("counts a file that cannot be loaded", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(summaryOf({ ...GREEN, success: false, testResults }).line).toContain("1 failed");
  });

  it.each([
    ["the runner is not content", { success: false }],
    ["nothing passed", { numPassedTests: 0 }],
  ])("is not green when %s", (_, change) => {
    expect(summaryOf({ ...GREEN, ...change }).isGreen).toBe(false);
  });
});
