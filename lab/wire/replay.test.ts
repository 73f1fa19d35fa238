import { startSimulator, type Simulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Colleague, hireColleague } from "../support/colleague.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { cloudWorld } from "./cloud-world.ts";
import { compareRecordings, describeDifference } from "./compare-recordings.ts";
import { DIFFERENCES } from "./differences.ts";
import { readRecorded } from "./recorded.ts";
import { runScript } from "./run-script.ts";
import { STEPS } from "./script.ts";

/** Any port that the lab does not use. */
const PORT = 19_511;

describe("the requests that real Magnum was asked, to our server on a simulated cloud", () => {
  let simulator: Simulator;
  let server: ServerProcess;
  let colleague: Colleague;

  beforeAll(async () => {
    simulator = await startSimulator({ clock: { mode: "scaled", factor: 100 } });
    colleague = await hireColleague("demo", cloudOf(simulator));
    server = await startServerProcess({
      port: PORT,
      env: {
        ...simulator.environment("magnum"),
        JEROBOAM_TRUSTEE_DOMAIN: simulator.trusteeDomainId,
        JEROBOAM_POLICY_DEFAULTS: "legacy",
        JEROBOAM_OBSERVE_FIRST_MS: "30",
        JEROBOAM_OBSERVE_MOST_MS: "100",
      },
    });
  });
  afterAll(async () => {
    await server?.stop();
    await colleague?.leave();
    await simulator?.close();
  });

  it("are answered alike, apart from what has a reason", { timeout: 240_000 }, async () => {
    const world = await cloudWorld(server.origin, cloudOf(simulator));
    const ours = await runScript({ ...world, graceMs: 500 }, STEPS);
    const recorded = readRecorded();
    expect(Object.keys(recorded)).toEqual(STEPS.map(({ id }) => id));
    const comparison = compareRecordings(recorded, ours, DIFFERENCES);
    expect(comparison.unexplained.map(describeDifference)).toEqual([]);
    expect(comparison.stale).toEqual([]);
  });
});

function cloudOf({ authUrl, credentials }: Simulator) {
  return { authUrl, password: credentials("admin").password };
}
