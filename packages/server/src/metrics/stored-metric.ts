import { systemClock } from "@jeroboam/core";
import { Gauge, type Registry } from "prom-client";

/** The figures are told without it when the database does not answer by then. */
const TIMEOUT_MS = 2000;

/** Tells a figure that the database is asked for; NaN while that does not answer. */
export function storedMetric(
  registry: Registry,
  { name, help }: { readonly name: string; readonly help: string },
  ask: () => Promise<number>,
): void {
  const gauge = new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      gauge.set(await inTime(ask()).catch(() => Number.NaN));
    },
  });
}

async function inTime(answer: Promise<number>): Promise<number> {
  const answered = new AbortController();
  const tooLate = systemClock.sleep(TIMEOUT_MS, answered.signal).then(() => Number.NaN);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    tooLate.catch(() => {});
    answered.abort();
  }
}
