import { setTimeout as pause } from "node:timers/promises";
import type { CertificatesReport } from "./certificates-process.ts";
import { startChild } from "./child.ts";
import { type Measurement, p99 } from "./measurement.ts";

const KEY_BITS = [2048, 4096];
const SECONDS = 20;
/** Apart enough that one answer does not wait for the one before. */
const PAUSE_MS = 10;
const LIST = "/v1/clusters?limit=100";

/**
 * How many pairs of an authority and a client's certificate a server makes in a second, and how much
 * longer a list of 100 clusters takes meanwhile than while it does nothing else.
 */
export async function measureCertificates(): Promise<readonly Measurement[]> {
  const server = await startChild<CertificatesReport, number>("./certificates-process.ts");
  const url = `${server.first.origin}${LIST}`;
  try {
    // The first round is for the compilers.
    await listP99Ms(url);
    const idleMs = await listP99Ms(url);
    const measurements: Measurement[] = [
      { name: "list-p99-idle", value: idleMs, unit: "ms", ratios: {} },
    ];
    for (const keyBits of KEY_BITS) {
      await server.ask(keyBits);
      const busyMs = await listP99Ms(url);
      const { pairs } = await server.ask();
      measurements.push(
        { name: `pairs-${keyBits}`, value: pairs / SECONDS, unit: "pairs/s", ratios: {} },
        { name: `list-p99-${keyBits}`, value: busyMs / idleMs, unit: "x idle", ratios: {} },
      );
    }
    return measurements;
  } finally {
    await server.stop();
  }
}

async function listP99Ms(url: string): Promise<number> {
  const elapsed: number[] = [];
  const endMs = performance.now() + SECONDS * 1000;
  while (performance.now() < endMs) {
    const beganMs = performance.now();
    const answer = await fetch(url, { headers: { "x-auth-token": "bench" } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    elapsed.push(performance.now() - beganMs);
    await pause(PAUSE_MS);
  }
  return p99(elapsed);
}
