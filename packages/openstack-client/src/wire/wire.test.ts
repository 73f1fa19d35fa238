import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import { camelCase, snakeCase } from "./letter-case.ts";
import { replyObject, timestamp } from "./reply-object.ts";
import { requestObject, toWire } from "./request-object.ts";

describe("names", () => {
  it("keep their meaning in both directions", () => {
    const word = fc.stringMatching(/^[a-z][a-z]{0,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const snake = words.join("_");
        expect(snakeCase(camelCase(snake))).toBe(snake);
      }),
    );
  });
});

describe("a reply", () => {
  const schema = replyObject({ stack_name: z.string(), parent: z.string().nullish() });

  it("is read by the fields it is known to have, whatever else it holds", () => {
    const read = schema.parse({ stack_name: "s", parent: null, new_in_2030: { a: 1 } });
    expect(read).toEqual({ stackName: "s", parent: undefined });
    expect(Object.keys(read)).toEqual(["stackName", "parent"]);
  });

  it("must have what is needed", () => {
    expect(schema.safeParse({ parent: "p" }).success).toBe(false);
  });
});

describe("points in time", () => {
  it.each([
    ["2026-11-20T23:59:59Z", "2026-11-20T23:59:59.000Z"],
    ["2026-11-20T23:59:59", "2026-11-20T23:59:59.000Z"],
    ["2026-11-20T23:59:59.123456Z", "2026-11-20T23:59:59.123Z"],
    ["2026-11-20T23:59:59+00:00", "2026-11-20T23:59:59.000Z"],
    ["2026-11-21T01:59:59+0200", "2026-11-20T23:59:59.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(timestamp.parse(text).toISOString()).toBe(expected);
  });

  it("that are none are refused", () => {
    expect(timestamp.safeParse("soon").success).toBe(false);
  });
});

describe("a request", () => {
  const schema = requestObject(
    {
      fixedIp: z.string().optional(),
      labels: z.record(z.string(), z.string()).optional(),
      timeoutMinutes: z.number().optional(),
    },
    { timeoutMinutes: "timeout_mins" },
  );

  it("is sent in the service's names; keys of the caller's own stay as they are", () => {
    const input = { fixedIp: "1", labels: { someLabel: "x" }, timeoutMinutes: 5 };
    expect(toWire(schema, input, "send")).toEqual({
      fixed_ip: "1",
      labels: { someLabel: "x" },
      timeout_mins: 5,
    });
    expect(toWire(schema, { fixedIp: undefined }, "send")).toEqual({});
  });

  it("with an unknown or wrong field is refused by name, before anything is sent", () => {
    const wrong = () => toWire(schema, { fixed_ip: "1", timeoutMinutes: "5" }, "make a port");
    expect(wrong).toThrow(InvalidRequestError);
    expect(wrong).toThrow("Cannot make a port");
    expect(wrong).toThrow("timeoutMinutes");
    expect(wrong).toThrow("fixed_ip");
  });
});
