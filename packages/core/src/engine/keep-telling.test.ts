import { expect, it } from "vitest";
import { keepTelling } from "./keep-telling.ts";
import { silentLogger } from "./logger.ts";
import { createWakeUp } from "./wake-up.ts";

const LIMIT = 3;

/** Tells each answer in turn, and stops with the last; tells how long it paused after each. */
async function pausesAfter(answers: readonly (number | Error)[]) {
  const left = [...answers];
  const stop = new AbortController();
  const pauses: number[] = [];
  const complaints: string[] = [];
  const clock = {
    now: () => new Date(),
    sleep: async (ms: number) => void pauses.push(ms),
  };
  const warn = (_: object, message: string) => void complaints.push(message);
  await keepTelling(
    { clock, log: { ...silentLogger, warn }, stopping: stop.signal, wakeUp: createWakeUp() },
    {
      limit: LIMIT,
      complaint: "nobody listens",
      once: async () => {
        const answer = left.shift() ?? 0;
        if (left.length === 0) stop.abort();
        if (typeof answer !== "number") throw answer;
        return answer;
      },
    },
  );
  return { pauses, complaints };
}

it("looks again at once while there may be more, else after two seconds", async () => {
  expect((await pausesAfter([LIMIT, LIMIT, 1, 0])).pauses).toEqual([2000, 2000]);
});

it("waits longer after each failure in a row, and says so", async () => {
  const lost = new Error("the broker is away");
  const { pauses, complaints } = await pausesAfter([lost, lost, lost, LIMIT, lost]);
  const [first = 0, second = 0, third = 0, afterSuccess = 0] = pauses;
  expect(first).toBeLessThanOrEqual(1250);
  expect(second).toBeGreaterThan(first);
  expect(third).toBeGreaterThan(second);
  expect(afterSuccess).toBeLessThanOrEqual(1250);
  expect(complaints).toEqual(Array.from({ length: 4 }, () => "nobody listens"));
});

it("is woken by what is stored while it tells", async () => {
  const parts = {
    clock: { now: () => new Date(), sleep: () => new Promise<void>(() => {}) },
    log: silentLogger,
  };
  const stop = new AbortController();
  const wakeUp = createWakeUp();
  let told = 0;
  const once = async () => {
    told += 1;
    wakeUp.notify();
    if (told === 3) stop.abort();
    return 1;
  };
  const telling = { once, limit: LIMIT, complaint: "" };
  await keepTelling({ ...parts, stopping: stop.signal, wakeUp }, telling);
  expect(told).toBe(3);
});
