// The simulated cloud in a process of its own, so that its work is not the server's.
import { startSimulator } from "@jeroboam/openstack-simulator";

/** What the simulated cloud tells when it is asked for `calls`, and at the start. */
export interface CloudReport {
  readonly authUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Calls that were served so far. */
  readonly calls: CallCounts;
}

/** How many calls there were, by the service and what was asked of it. */
export type CallCounts = Readonly<Record<string, number>>;

const SPEED = 400;
const speed = Number(process.argv[2] ?? SPEED);
const calls: Record<string, number> = {};
const simulator = await startSimulator({
  clock: { mode: "scaled", factor: speed },
  // A day in real time.
  tokenLifetimeSeconds: 86_400 * speed,
  onServed({ service, operation }) {
    const kind = `${service} ${operation}`;
    calls[kind] = (calls[kind] ?? 0) + 1;
  },
});
const report = (): CloudReport => ({
  authUrl: simulator.authUrl,
  environment: simulator.environment("magnum"),
  calls,
});
process.on("message", () => process.send?.(report()));
process.once("disconnect", () => void simulator.close());
process.send?.(report());
