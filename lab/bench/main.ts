// Measures the real executable before a simulated cloud. Figures are printed, never judged.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { logIn } from "../support/token.ts";
import { measureCreates } from "./creates.ts";
import { whyNoLoad } from "./load.ts";
import { type Measurement, tableOf } from "./measurement.ts";
import { measureReads } from "./reads.ts";

const READS = ["list", "show", "pages", "memory", "idle-calls"];
/** The simulated users' own. */
const PASSWORD = "labpass";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string", default: [...READS, "creates"].join(",") },
    clusters: { type: "string", default: "10000" },
    creates: { type: "string", default: "1000" },
  },
});
const wanted = values.only.split(",");
const unknown = wanted.filter((name) => ![...READS, "creates"].includes(name));
if (unknown.length > 0) throw new Error(`--only knows ${READS.join(", ")} and creates`);
const wants = (name: string) => wanted.includes(name);
const missing = await whyNoLoad();
if (missing !== undefined && (wants("list") || wants("show"))) throw new Error(missing);

const measurements: Measurement[] = [];
const inFolder = async (measure: (folder: string) => Promise<readonly Measurement[]>) => {
  const folder = mkdtempSync(join(tmpdir(), "jeroboam-bench-"));
  try {
    measurements.push(...(await measure(folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const magnum = await realMagnum();
if (READS.some(wants))
  await inFolder((folder) =>
    measureReads({
      folder,
      clusters: Number(values.clusters),
      password: PASSWORD,
      wants,
      ...(magnum && { magnum }),
    }),
  );
if (wants("creates"))
  await inFolder((folder) =>
    measureCreates({ folder, count: Number(values.creates), password: PASSWORD }),
  );
process.stdout.write(`${tableOf(measurements)}\n`);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify(measurements, null, 2)}\n`);

/** The Magnum to compare with, and a token of the project whose clusters it has. */
async function realMagnum() {
  const url = process.env["JEROBOAM_BENCH_MAGNUM"];
  if (url !== undefined) return { url, token: (await logIn("demo2")).id };
  process.stderr.write("no real Magnum to compare with: set JEROBOAM_BENCH_MAGNUM to its /v1\n");
  return undefined;
}
