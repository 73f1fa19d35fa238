// The kill test as a program: one run, with what the flags say.
import { isMissing } from "@jeroboam/test-engines";
import { killTest } from "./kill-test.ts";
import { commandOf, readKillOptions } from "./options.ts";
import { reportText } from "./report.ts";

const options = readKillOptions(process.argv.slice(2));
process.stdout.write(`${commandOf(options)}\n`);
const report = await killTest(options);
if (isMissing(report)) process.stdout.write(`skipped: ${report.missing}\n`);
else {
  process.stdout.write(`${reportText(report)}\n`);
  process.exitCode = report.broken.size === 0 ? 0 : 1;
}
