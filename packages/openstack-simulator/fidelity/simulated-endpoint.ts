import { silentGuest, type Simulator, startSimulator } from "../src/index.ts";
import { type HeatEndpoint, openEndpoint } from "./heat-endpoint.ts";

const stepMs = 500;

/** A simulator whose time passes when it is waited for, and whose servers stay silent as the recorded ones. */
export async function openSimulated(): Promise<{ heat: HeatEndpoint; simulator: Simulator }> {
  const simulator = await startSimulator({
    guests: silentGuest,
    clock: { mode: "manual" },
    tokenLifetimeSeconds: 1_000_000,
  });
  const { password } = simulator.credentials("demo");
  const heat = await openEndpoint({
    authUrl: simulator.authUrl,
    username: "demo",
    password,
    projectName: "demo",
    pause: async () => simulator.clock.advance(stepMs),
  });
  return { heat, simulator };
}
