import { setTimeout } from "node:timers/promises";

const INTERVAL_MS = 15;
const DEADLINE_MS = 20_000;

/** Looks again and again until there is something to see, and answers it; the only wait of these tests. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value> | Value,
): Promise<Exclude<Value, false | undefined>> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== undefined) return seen as Exclude<Value, false | undefined>;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await setTimeout(INTERVAL_MS);
  }
}
