import { describe, expect, it } from "vitest";
import { integer } from "./attribute.ts";

const reasonOf = (value: unknown, kind = integer(0)) =>
  kind.safeParse(value).error?.issues.map(({ message }) => message);

// api.md 1.5: WSME's texts
describe("a whole number", () => {
  it.each([
    [0, 0],
    ["2147483647", 2147483647],
    [" +7 ", 7],
    [2.9, 2],
    [true, 1],
  ])("is %j as %i", (value, number) => {
    expect(integer(0).parse(value)).toBe(number);
  });

  it.each([2147483648, "2147483648", "9".repeat(400), 1e300, 2 ** 53])(
    "is refused when no database column holds it: %s",
    (value) => {
      expect(reasonOf(value)).toEqual(["Value should be lower or equal to 2147483647"]);
    },
  );

  it("is refused when it is too small, however small", () => {
    for (const value of [-1, "-1", `-${"9".repeat(400)}`])
      expect(reasonOf(value)).toEqual(["Value should be greater or equal to 0"]);
  });

  it("is no number that JSON can say and a computer not", () => {
    expect(reasonOf(JSON.parse("1e999"))).toEqual([
      "Wrong type. Expected '<class 'int'>', got '<class 'float'>'",
    ]);
  });
});
