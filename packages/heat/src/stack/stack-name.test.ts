import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeGroupStackName, stackName } from "./stack-name.ts";

const uuid = "22222222-2222-4222-8222-222222222222";

describe("a stack's name", () => {
  it("is the cluster's, cut and without what Heat or servers do not take", () => {
    expect(stackName({ uuid, name: "Blue_whale.1" })).toMatch(/^blue-whale-1-[a-z2-7]{12}$/);
    expect(stackName({ uuid, name: "x".repeat(200) })).toMatch(/^x{30}-[a-z2-7]{12}$/);
  });

  it("is of both names for a node group, and of what Heat takes of them", () => {
    const cluster = { uuid, name: "blue_whale" };
    const other = "33333333-3333-4333-8333-333333333333";
    expect(nodeGroupStackName(cluster, { uuid: other, name: "gpu.möwe & co" })).toMatch(
      /^blue-whale-gpu-mwe-[a-z2-7]{12}$/,
    );
    expect(nodeGroupStackName(cluster, { uuid, name: "" }).slice(-12)).toBe(
      stackName(cluster).slice(-12),
    );
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
