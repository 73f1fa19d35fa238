import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIpv4, overlaps, parseCidr, parseIpv4 } from "./ipv4.ts";

describe("addresses", () => {
  it("survive reading and writing", () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(formatIpv4(parseIpv4(text) ?? -1)).toBe(text);
      }),
    );
  });

  it("are refused when they are none", () => {
    for (const text of ["", "1.2.3", "1.2.3.256", "a.b.c.d"])
      expect(parseIpv4(text)).toBeUndefined();
  });

  it("make networks that overlap or do not", () => {
    const network = (text: string) => parseCidr(text) ?? { first: 0, last: 0, prefixLength: 0 };
    expect(network("10.0.0.77/24")).toEqual(network("10.0.0.0/24"));
    expect(overlaps(network("10.0.0.0/16"), network("10.0.3.0/24"))).toBe(true);
    expect(overlaps(network("10.0.0.0/24"), network("10.0.1.0/24"))).toBe(false);
  });
});
