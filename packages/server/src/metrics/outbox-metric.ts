import { systemClock } from "@jeroboam/core";
import { Gauge, type Registry } from "prom-client";

/** The figures are told without it when the database does not answer by then. */
const TIMEOUT_MS = 2000;

/**
 * Tells how many operations wait for the broker to take them; NaN while the database does not answer.
 */
export function outboxMetric(registry: Registry, count: () => Promise<number>): void {
  const gauge = new Gauge({
    name: "jeroboam_outbox_messages",
    help: "Operations that are to be handed to the broker and that it has not confirmed yet.",
    registers: [registry],
    async collect() {
      gauge.set(await inTime(count()).catch(() => Number.NaN));
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
