// Measures the real executable before a simulated cloud. Figures are printed, never judged.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchOptions, benchOptions, HELP } from "./bench-options.ts";
import { measureCertificates } from "./certificates.ts";
import { measureCreates } from "./creates.ts";
import { measureIdleCalls } from "./idle-calls.ts";
import { whyNoLoad } from "./load.ts";
import { magnumAcceptedPerSecond } from "./magnum-creates.ts";
import { type Measurement, tableOf } from "./measurement.ts";
import { measureReads } from "./reads.ts";
import { realMagnum } from "./real-magnum.ts";

const READS = ["list", "show", "pages", "memory"] as const;
/** The simulated users' own. */
const PASSWORD = "labpass";

const options = benchOptions(process.argv.slice(2));
if ("help" in options) process.stdout.write(HELP);
else if ("wrong" in options) {
  process.stderr.write(`${options.wrong}\n\n${HELP}`);
  process.exitCode = 2;
} else await measure(options);

async function measure({ wants, clusters, creates, json }: BenchOptions): Promise<void> {
  const missing = wants("list") || wants("show") ? await whyNoLoad() : undefined;
  if (missing !== undefined) throw new Error(missing);
  const magnum = await realMagnum();
  const measurements: Measurement[] = [];
  const inFolder = async (work: (folder: string) => Promise<readonly Measurement[]>) => {
    const folder = mkdtempSync(join(tmpdir(), "jeroboam-bench-"));
    try {
      measurements.push(...(await work(folder)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  if (READS.some(wants))
    await inFolder((folder) =>
      measureReads({ folder, clusters, password: PASSWORD, wants, ...(magnum && { magnum }) }),
    );
  if (wants("idle-calls"))
    await inFolder((folder) => measureIdleCalls({ folder, clusters, password: PASSWORD }));
  if (wants("certificates")) measurements.push(...(await measureCertificates()));
  if (wants("creates")) {
    const theirs = magnum && (await magnumAcceptedPerSecond(magnum));
    await inFolder(async (folder) =>
      besideMagnum(await measureCreates({ folder, count: creates, password: PASSWORD }), theirs),
    );
  }
  process.stdout.write(`${tableOf(measurements)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(measurements, null, 2)}\n`);
}

/** Adds the ratio to what a real Magnum accepts. */
function besideMagnum(
  measured: readonly Measurement[],
  theirs: number | undefined,
): readonly Measurement[] {
  if (theirs === undefined) return measured;
  return measured.map((one) =>
    one.name === "creates"
      ? { ...one, ratios: { ...one.ratios, magnum: one.value / theirs } }
      : one,
  );
}
