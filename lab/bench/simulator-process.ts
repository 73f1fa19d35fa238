// The simulated cloud in a process of its own, so that its work is not the server's.
import { startSimulator } from "@jeroboam/openstack-simulator";

/** What the simulated cloud tells when it is asked for `calls`, and at the start. */
export interface CloudReport {
  readonly authUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Calls that were served so far. */
  readonly calls: number;
}

const SPEED = 400;
let calls = 0;
const simulator = await startSimulator({
  clock: { mode: "scaled", factor: Number(process.argv[2] ?? SPEED) },
  tokenLifetimeSeconds: 86_400,
  onServed: () => void (calls += 1),
});
const report = (): CloudReport => ({
  authUrl: simulator.authUrl,
  environment: simulator.environment("magnum"),
  calls,
});
process.on("message", () => process.send?.(report()));
process.once("disconnect", () => void simulator.close());
process.send?.(report());
