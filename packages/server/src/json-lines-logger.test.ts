import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLinesLogger } from "./json-lines-logger.ts";

function bench() {
  const lines: string[] = [];
  const log = jsonLinesLogger(
    (line) => lines.push(line),
    "warn",
    () => new Date("2030-01-01T00:00:00Z"),
  );
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "") };
}

describe("the log", () => {
  it("holds what matters, errors with their causes", () => {
    const { log, lines, last } = bench();
    log.info({}, "too much");
    log.error({ error: new Error("outer", { cause: new Error("inner") }) }, "it failed");
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({
      level: "error",
      time: "2030-01-01T00:00:00.000Z",
      msg: "it failed",
      error: { name: "Error", message: "outer", cause: { message: "inner" } },
    });
  });

  it("survives errors that are their own cause, and says what they say", () => {
    const { log, last } = bench();
    const error = new Error("round");
    error.cause = error;
    log.error({ error }, "and round");
    expect(last()).toMatchObject({ error: { message: "round", cause: { message: "round" } } });
  });

  it("writes great numbers, dates and lists as they are meant", () => {
    const { log, last } = bench();
    log.warn({ size: 2n ** 64n, at: new Date(0), all: [1n, undefined] }, "x");
    expect(last()).toMatchObject({
      size: "18446744073709551616",
      at: "1970-01-01T00:00:00.000Z",
      all: ["1", null],
    });
  });

  it("survives what cannot be read", () => {
    const { log, last } = bench();
    const odd = Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    log.warn({ odd, well: true }, "x");
    expect(last()).toMatchObject({ odd: "[unreadable]", well: true });
  });

  it("does not let fields stand for the level, the time or the message", () => {
    const { log, last } = bench();
    log.warn({ level: "debug", time: "never", msg: "all is well", other: 1 }, "fire");
    expect(last()).toEqual({
      level: "warn",
      time: "2030-01-01T00:00:00.000Z",
      msg: "fire",
      other: 1,
    });
  });

  it("is one line of JSON whatever it is given", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anything), fc.string(), (fields, message) => {
        const { log, lines, last } = bench();
        log.warn(fields, message);
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^[^\n]+\n$/);
        expect(last().msg).toBe(message);
      }),
    );
  });
});
