import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readCases } from "./fidelity-case.ts";
import { openEndpoint } from "./heat-endpoint.ts";
import { playAll } from "./play-all.ts";
import { writeRecorded } from "./recorded-answers.ts";
import { openSimulated } from "./simulated-endpoint.ts";
import { renderTable } from "./table.ts";
import { unexplained, verdictOn } from "./verdicts.ts";

const usage = `usage: run.ts [--lab] [--only CASE]... [--width N]
  --lab    ask the real Heat of OS_AUTH_URL anew before the simulator
  --only   this case alone; the table is not written
  --width  how many cases at a time on the real Heat (default 3)`;

const setting = (name: string, otherwise?: string): string => {
  const value = process.env[name] ?? otherwise;
  if (value === undefined || value === "") throw new Error(`--lab needs ${name}`);
  return value;
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lab: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      width: { type: "string", default: "3" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const cases = readCases().filter(
    (one) => values.only.length === 0 || values.only.includes(one.name),
  );
  let failures = 0;
  if (values.lab) {
    const real = await openEndpoint({
      authUrl: setting("OS_AUTH_URL", "http://127.0.0.1:5000/v3"),
      username: setting("OS_USERNAME", "demo"),
      password: setting("OS_PASSWORD"),
      projectName: setting("OS_PROJECT_NAME", "demo"),
      pause: () => sleep(1000),
    });
    await playAll(real, cases, Number(values.width), ({ played, record, failure }) => {
      if (record) writeRecorded(played.name, record);
      else failures += 1;
      console.log(`${played.name}: ${failure ?? "recorded"}`);
    });
  }
  const { heat, simulator } = await openSimulated();
  const results = await playAll(heat, cases, 1);
  await simulator.close();
  const verdicts = results.map(verdictOn);
  for (const verdict of verdicts) {
    const lines = unexplained(verdict);
    failures += lines.length;
    console.log(`${verdict.played.name}: ${lines.length === 0 ? "agrees" : ""}`);
    for (const line of lines) console.log(`    ${line.slice(0, 600)}`);
  }
  if (values.only.length === 0) {
    const page = new URL("../../../docs/fidelity.md", import.meta.url);
    writeFileSync(page, renderTable(verdicts));
  }
  process.exitCode = failures === 0 ? 0 : 1;
}

await main();
