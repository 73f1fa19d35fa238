import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stackName } from "./stack-name.ts";

const uuid = "22222222-2222-4222-8222-222222222222";

describe("a stack's name", () => {
  it("is the cluster's, cut and without what Heat or servers do not take", () => {
    expect(stackName({ uuid, name: "Blue_whale.1" })).toMatch(/^blue-whale-1-[a-z2-7]{12}$/);
    expect(stackName({ uuid, name: "x".repeat(200) })).toMatch(/^x{30}-[a-z2-7]{12}$/);
  });

  it("is the same for the same cluster and another for another", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        const name = (of: string) => stackName({ uuid: of, name: "c" });
        expect(name(one)).toBe(name(one.toUpperCase()));
        expect(name(one) === name(other)).toBe(one === other);
      }),
    );
  });
});
