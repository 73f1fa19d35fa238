import { describe, expect, it } from "vitest";
import { changeOptions, etagOf, isKnown, refuseCondition } from "./etag.ts";
import type { ApiRequest } from "./route.ts";

const row = { version: 7 };
const asked = (ifMatch: string | undefined) =>
  changeOptions({ header: () => ifMatch } as unknown as ApiRequest, row);

describe("entity tags", () => {
  it("are the row's version", () => {
    expect(etagOf(row)).toEqual({ etag: '"7"' });
  });

  it.each([undefined, "*", " * "])("bind a change to no version for If-Match %j", (header) => {
    expect(asked(header)).toEqual({});
  });

  it.each(['"7"', '"6", "7"', '"7","8"'])("bind a change to the version for %s", (header) => {
    expect(asked(header)).toEqual({ ifVersion: 7 });
  });

  it.each(['"6"', 'W/"7"', "7", "", '"6","8"', '"7'])("refuse a change for %j", (header) => {
    expect(() => asked(header)).toThrow("If-Match");
  });

  it.each([
    ['"7"', true],
    ['W/"7"', true],
    ['"6", W/"7"', true],
    ["*", true],
    ['"6"', false],
    ["7", false],
    [undefined, false],
  ])("are known for If-None-Match %j: %s", (header, known) => {
    expect(isKnown(header, '"7"')).toBe(known);
    expect(isKnown(header, undefined)).toBe(false);
  });

  it("cannot be asked for where there are none", () => {
    expect(() => refuseCondition('"1"')).toThrow("If-Match");
    expect(() => refuseCondition(undefined)).not.toThrow();
    expect(() => refuseCondition("*")).not.toThrow();
  });
});
