// The kill test as a program: one run, with what the flags say.
import { isMissing } from "@jeroboam/test-engines";
import { killTest } from "./kill-test.ts";
import { commandOf, HELP, type KillOptions, readKillOptions } from "./options.ts";
import { reportText } from "./report.ts";

const options = readKillOptions(process.argv.slice(2));
if ("help" in options) process.stdout.write(HELP);
else if ("wrong" in options) {
  process.stderr.write(`${options.wrong}\n\n${HELP}`);
  process.exitCode = 2;
} else await run(options);

async function run(given: KillOptions): Promise<void> {
  process.stdout.write(`${commandOf(given)}\n`);
  const report = await killTest(given);
  if (isMissing(report)) process.stdout.write(`skipped: ${report.missing}\n`);
  else {
    process.stdout.write(`${reportText(report)}\n`);
    process.exitCode = report.broken.size === 0 ? 0 : 1;
  }
}
