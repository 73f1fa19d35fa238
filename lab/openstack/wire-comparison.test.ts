import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Colleague, hireColleague } from "../support/colleague.ts";
import { dismissTrustees, inventory, leftovers } from "../support/leftovers.ts";
import { playGuests, whyNoLab } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { LAB } from "../support/token.ts";
import { cleanServer } from "../wire/clean.ts";
import { cloudWorld } from "../wire/cloud-world.ts";
import { compareRecordings, describeDifference } from "../wire/compare-recordings.ts";
import { DIFFERENCES } from "../wire/differences.ts";
import { writeRecorded } from "../wire/recorded.ts";
import { renderDocument } from "../wire/render-document.ts";
import { type Recording, runScript } from "../wire/run-script.ts";
import { STEPS } from "../wire/script.ts";

/** A real Magnum that is there for nothing else: its clusters, templates and quotas are deleted. */
const peer = process.env["JEROBOAM_LAB_PEER"] ?? "http://127.0.0.1:9521";
const document = new URL("../../docs/wire-comparison.md", import.meta.url);
const reason = (await whyNoLab()) ?? (await whyNoPeer());
if (reason) console.log(`skipped: the wire comparison with real Magnum: ${reason}`);

async function whyNoPeer(): Promise<string | undefined> {
  try {
    const answer = await fetch(`${peer}/v1`, { signal: AbortSignal.timeout(5000) });
    return answer.ok ? undefined : `${peer} answers ${answer.status}`;
  } catch {
    return `no real Magnum answers at ${peer}; start the lab's peer or set JEROBOAM_LAB_PEER`;
  }
}

describe.skipIf(reason)("the same requests to real Magnum and to our server", () => {
  let server: ServerProcess;
  let colleague: Colleague;
  const guests = reason ? undefined : playGuests("demo");

  beforeAll(async () => {
    colleague = await hireColleague("demo");
    server = await startServerProcess({ env: { JEROBOAM_POLICY_DEFAULTS: "legacy" } });
  });
  afterAll(async () => {
    guests?.stop();
    await server?.stop();
    await colleague?.leave();
  });

  const record = async (origin: string): Promise<Recording> => {
    const world = await cloudWorld(origin, LAB);
    await cleanServer(world);
    return runScript(world, STEPS);
  };

  it("are answered alike, apart from what has a reason", async () => {
    expect(new Set(STEPS.map(({ id }) => id)).size).toBe(STEPS.length);
    const first = await inventory("demo");
    const recorded = await record(peer);
    writeRecorded(recorded);
    // Magnum 15 cannot delete the trusts of clusters that its periodic task sees vanish.
    await dismissTrustees(leftovers(first, await inventory("demo")));
    const before = await inventory("demo");
    const comparison = compareRecordings(recorded, await record(server.origin), DIFFERENCES);
    writeFileSync(document, renderDocument(comparison));
    expect(comparison.unexplained.map(describeDifference)).toEqual([]);
    expect(comparison.stale).toEqual([]);
    expect(leftovers(before, await inventory("demo"))).toEqual([]);
  });
});
