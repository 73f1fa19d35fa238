/** Counts the requests that sessions send, each try and each redirect for itself. */
export interface CallMeter {
  count(service: string): void;
  /** How many there were in the last minute. */
  perMinute(): number;
  /** How many there were since the beginning, by service. */
  totals(): Readonly<Record<string, number>>;
}

const WINDOW_MS = 60_000;
const SLOT_MS = 1000;

/**
 * Makes a meter that several sessions may share.
 *
 * @param clock - The system's where undefined.
 */
export function createCallMeter(clock = { now: () => new Date() }): CallMeter {
  const totals = new Map<string, number>();
  /** How many in each second of the last minute. */
  const slots = new Map<number, number>();
  const slotNow = () => Math.floor(clock.now().getTime() / SLOT_MS);
  const forgetOld = (now: number) => {
    for (const slot of slots.keys()) {
      if (slot > now - WINDOW_MS / SLOT_MS) return;
      slots.delete(slot);
    }
  };
  return {
    count(service) {
      const now = slotNow();
      totals.set(service, (totals.get(service) ?? 0) + 1);
      slots.set(now, (slots.get(now) ?? 0) + 1);
      forgetOld(now);
    },
    perMinute() {
      forgetOld(slotNow());
      return [...slots.values()].reduce((sum, calls) => sum + calls, 0);
    },
    totals: () => Object.fromEntries(totals),
  };
}
