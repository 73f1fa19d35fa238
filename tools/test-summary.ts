// Prints `N passed, N failed, N skipped` out of the test runner's own JSON report.
import { readFileSync } from "node:fs";

interface Report {
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

const [path = ""] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, "utf8")) as Report;

// A file that cannot even be loaded fails without a failed test in it.
const brokenFiles = report.testResults.filter(
  ({ assertionResults, status }) =>
    status === "failed" && assertionResults.every((result) => result.status !== "failed"),
).length;
const failed = report.numFailedTests + brokenFiles;
const skipped = report.numPendingTests + report.numTodoTests;
if (!report.success && failed === 0) console.log("the test run failed outside of any test");
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = report.success && failed === 0 && report.numPassedTests > 0 ? 0 : 1;
