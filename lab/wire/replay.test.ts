import { startSimulator, type Simulator } from "@jeroboam/openstack-simulator";
import { expect, it } from "vitest";
import { hireColleague } from "../support/colleague.ts";
import { freePort } from "../support/free-port.ts";
import { startServerProcess } from "../support/server-process.ts";
import { cloudWorld } from "./cloud-world.ts";
import { compareRecordings, describeDifference } from "./compare-recordings.ts";
import { DIFFERENCES } from "./differences.ts";
import { readRecorded } from "./recorded.ts";
import { renderDocument } from "./render-document.ts";
import { type Recording, runScript } from "./run-script.ts";
import { STEPS } from "./script.ts";

/** The page is current, or the run with `--update` makes it so. */
const DOCUMENT = "../../docs/wire-comparison.md";

it.each(["legacy", "role-based"])(
  "the server with %s policies answers on a simulated cloud as real Magnum did, apart from what has a reason",
  { timeout: 240_000 },
  async (policies) => {
    const simulator = await startSimulator({ clock: { mode: "scaled", factor: 100 } });
    try {
      const ours = await recordOurs(simulator, policies);
      const recorded = readRecorded();
      expect(Object.keys(recorded)).toEqual(STEPS.map(({ id }) => id));
      const comparison = compareRecordings(recorded, ours, DIFFERENCES);
      expect(comparison.unexplained.map(describeDifference)).toEqual([]);
      expect(comparison.stale).toEqual([]);
      await expect(renderDocument(comparison)).toMatchFileSnapshot(DOCUMENT);
    } finally {
      await simulator.close();
    }
  },
);

async function recordOurs(simulator: Simulator, policies: string): Promise<Recording> {
  const { authUrl, credentials, trusteeDomainId } = simulator;
  const cloud = { authUrl, password: credentials("admin").password };
  await hireColleague("demo", cloud);
  const server = await startServerProcess({
    port: await freePort(),
    env: {
      ...simulator.environment("magnum"),
      JEROBOAM_TRUSTEE_DOMAIN: trusteeDomainId,
      JEROBOAM_POLICY_DEFAULTS: policies,
      JEROBOAM_OBSERVE_FIRST_MS: "30",
      JEROBOAM_OBSERVE_MOST_MS: "100",
    },
  });
  try {
    return await runScript({ ...(await cloudWorld(server.origin, cloud)), graceMs: 500 }, STEPS);
  } finally {
    await server.stop();
  }
}
