import { JeroboamError, type Logger, silentLogger } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { isAway, untilThere } from "./patience.ts";

const refused = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

function patience() {
  const stop = new AbortController();
  const waits: number[] = [];
  const warnings: object[] = [];
  const log: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields) };
  const clock = { sleep: async (ms: number) => void waits.push(ms) };
  return { stop, waits, warnings, given: { log, clock, stopping: stop.signal } };
}

describe("waiting for what is away", () => {
  it("tries again, each time after a longer pause up to a quarter of a minute", async () => {
    const { waits, warnings, given } = patience();
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      if (attempts < 9) throw refused();
      return "there";
    };
    expect(await untilThere("the database", attempt, given)).toBe("there");
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(warnings[0]).toEqual({ message: "connect ECONNREFUSED", nextTryMs: 500 });
  });

  it("throws at once what waiting does not mend", async () => {
    const { waits, given } = patience();
    const wrong = new Error("Access denied");
    await expect(untilThere("the database", () => Promise.reject(wrong), given)).rejects.toBe(
      wrong,
    );
    expect(waits).toEqual([]);
  });

  it("ends when the process is told to stop", async () => {
    const { stop, given } = patience();
    const attempt = async () => {
      stop.abort();
      throw refused();
    };
    await expect(untilThere("Keystone", attempt, given)).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

it.each<[string, unknown, boolean]>([
  ["a refused connection", refused(), true],
  ["one that is the cause", new Error("no", { cause: refused() }), true],
  ["one of several addresses", new AggregateError([refused()]), true],
  ["what says so itself", new JeroboamError("JRB_INTERNAL", "x", { retryable: true }), true],
  ["a wrong password", Object.assign(new Error("no"), { code: "ER_ACCESS_DENIED_ERROR" }), false],
  ["a text", "ECONNREFUSED", false],
])("%s counts as away: %3$s", (_, error, expected) => {
  expect(isAway(error)).toBe(expected);
});
