import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstHost, networkBits, networksOverlap } from "./ipv4-network.ts";

const network = fc
  .tuple(fc.ipV4(), fc.integer({ min: 1, max: 30 }))
  .map(([address, bits]) => `${address}/${bits}`);

describe("IPv4 networks", () => {
  it.each([
    ["10.254.0.0/16", "10.254.0.1"],
    ["10.254.7.9/16", "10.254.0.1"],
    ["192.168.255.240/28", "192.168.255.241"],
    ["255.255.255.0/24", "255.255.255.1"],
  ])("%s begins with %s", (cidr, first) => {
    expect(firstHost(cidr)).toBe(first);
  });

  it("overlap themselves, the same both ways, and hold their first host", () => {
    fc.assert(
      fc.property(network, network, (one, other) => {
        expect(networksOverlap(one, one)).toBe(true);
        expect(networksOverlap(one, other)).toBe(networksOverlap(other, one));
        expect(networksOverlap(one, `${firstHost(one)}/32`)).toBe(true);
        expect(networksOverlap(one, "0.0.0.0/0")).toBe(true);
        expect(networkBits(one)).toBe(Number(one.split("/")[1]));
      }),
    );
  });

  it("that lie side by side do not overlap", () => {
    expect(networksOverlap("10.0.0.0/25", "10.0.0.128/25")).toBe(false);
    expect(networksOverlap("127.255.0.0/16", "128.0.0.0/16")).toBe(false);
  });
});
