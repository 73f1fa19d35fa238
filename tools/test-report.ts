/** What we read of the JSON report that vitest writes. */
export interface TestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface TestSummary {
  readonly line: string;
  /** True only when something passed, nothing failed, and the runner itself is content. */
  readonly isGreen: boolean;
}

/** Counts a test run; a file that cannot even be loaded counts as one failure. */
export function summaryOf(report: TestReport): TestSummary {
  const brokenFiles = report.testResults.filter(
    ({ assertionResults, status }) =>
      status === "failed" && assertionResults.every((result) => result.status !== "failed"),
  ).length;
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + brokenFiles;
  const skipped = report.numPendingTests + report.numTodoTests;
  return {
    line: `${passed} passed, ${failed} failed, ${skipped} skipped`,
    isGreen: report.success && failed === 0 && passed > 0,
  };
}
