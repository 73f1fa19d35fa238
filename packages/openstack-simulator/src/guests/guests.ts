import type { Server } from "../nova/nova.ts";
import type { SignalTarget } from "./user-data.ts";

/** What a guest tells its wait condition. */
export interface GuestSignal {
  readonly status: "SUCCESS" | "FAILURE";
  readonly reason?: string;
  readonly data?: unknown;
  /** The signal's id; the server's own when absent. */
  readonly id?: string;
}

/** A server that has just become ACTIVE, as its guest sees the world. */
export interface Guest {
  readonly server: Server;
  /** The text of its user data, base64 parts decoded. */
  readonly userData: string;
  /** Where its user data tells it to signal. */
  readonly targets: readonly SignalTarget[];
  /** Sends a signal, to every target unless one is named. */
  signal(signal: GuestSignal, target?: SignalTarget): void;
  /** Runs whenever the server's metadata have become others. */
  onMetadata(task: () => void): void;
  /** Runs later, in simulated milliseconds, if the server still exists then. */
  after(delayMs: number, task: () => void): void;
  /** A latency of a boot, in simulated milliseconds. */
  bootLatencyMs(): number;
}

/** What happens inside servers; called once for each that becomes ACTIVE. */
export type GuestBehaviour = (guest: Guest) => void;

/**
 * The guest that boots and reports success to whatever wait condition its user data names. Where its
 * server's metadata count something under a name that ends in `generation`, it reports each up to that
 * number, and goes on when the number grows.
 */
export const bootingGuest: GuestBehaviour = (guest) => {
  let hasBooted = false;
  guest.after(guest.bootLatencyMs(), () => {
    hasBooted = true;
    reportGenerations(guest);
  });
  guest.onMetadata(() => {
    guest.after(guest.bootLatencyMs(), () => {
      if (hasBooted) reportGenerations(guest);
    });
  });
};

function reportGenerations(guest: Guest): void {
  const { id, metadata } = guest.server;
  const [, last = "1"] =
    Object.entries(metadata).find(([name]) => name.endsWith("generation")) ?? [];
  for (let generation = 1; generation <= Number(last); generation++)
    guest.signal({ status: "SUCCESS", id: `${id}-${generation}` });
}

/** The guest that never says anything. */
export const silentGuest: GuestBehaviour = () => undefined;

/** The guest that boots and reports a failure. */
export function failingGuest(reason: string): GuestBehaviour {
  return (guest) => {
    guest.after(guest.bootLatencyMs(), () => guest.signal({ status: "FAILURE", reason }));
  };
}
