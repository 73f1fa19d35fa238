import { silentGuest, type Simulator, startSimulator } from "../src/index.ts";
import { type HeatEndpoint, openEndpoint } from "./heat-endpoint.ts";

/** A simulator whose time runs fast and whose servers stay silent, as the recorded cloud's. */
export async function openSimulated(): Promise<{ heat: HeatEndpoint; simulator: Simulator }> {
  const simulator = await startSimulator({
    guests: silentGuest,
    clock: { mode: "scaled", factor: 60 },
    tokenLifetimeSeconds: 1_000_000,
  });
  const { password } = simulator.credentials("demo");
  const heat = await openEndpoint({
    authUrl: simulator.authUrl,
    username: "demo",
    password,
    projectName: "demo",
    pollMs: 10,
  });
  return { heat, simulator };
}
