// Prints `N passed, N failed, N skipped` out of the test runner's own JSON report.
import { readFileSync } from "node:fs";
import { summaryOf, type TestReport } from "./test-report.ts";

const [path = ""] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
if (text === "") {
  console.log("the test runner wrote no report");
  process.exitCode = 1;
} else {
  const { isGreen, line } = summaryOf(JSON.parse(text) as TestReport);
  console.log(line);
  process.exitCode = isGreen ? 0 : 1;
}
