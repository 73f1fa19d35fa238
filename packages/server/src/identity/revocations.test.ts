import { describe, expect, it } from "vitest";
import { factsOf, mayBeRevoked, type TokenRevocation } from "./token-facts.ts";
import { createRevocations } from "./revocations.ts";

const NOW = Date.parse("2030-01-01T00:00:00Z");
const facts = factsOf({
  user: { id: "trustor" },
  project: { id: "p1" },
  trust: { id: "t1", trustorUser: { id: "trustor" }, trusteeUser: { id: "trustee" } },
  roles: [],
  issuedAt: new Date(NOW),
  auditIds: ["own", "parent"],
});
const revocation = (said: Partial<TokenRevocation>): TokenRevocation => ({
  issuedBefore: new Date(NOW),
  ...said,
});

describe("a revocation", () => {
  it.each<[string, Partial<TokenRevocation>]>([
    ["of its own audit id", { auditId: "own" }],
    ["of the token that it was got by", { auditChainId: "parent" }],
    ["of its user", { userId: "trustor" }],
    ["of who uses the trust", { userId: "trustee" }],
    ["of the trust", { trustId: "t1" }],
    ["of the user in the project", { userId: "trustor", projectId: "p1" }],
    ["of a role or a domain, which a token may have", {}],
    ["in the second in which it was issued", { issuedBefore: new Date(NOW - 999), auditId: "own" }],
  ])("may be that of a token: %s", (_, said) => {
    expect(mayBeRevoked(facts, revocation(said))).toBe(true);
  });

  it.each<[string, Partial<TokenRevocation>]>([
    ["of another token", { auditId: "other" }],
    ["of another user", { userId: "mallory" }],
    ["of the user in another project", { userId: "trustor", projectId: "p2" }],
    ["before it was issued", { issuedBefore: new Date(NOW - 1000), userId: "trustor" }],
  ])("is not that of a token: %s", (_, said) => {
    expect(mayBeRevoked(facts, revocation(said))).toBe(false);
  });
});

function bench() {
  let now = NOW;
  const keystone = { revocations: [] as TokenRevocation[], asked: [] as Date[], fails: false };
  const warned: unknown[] = [];
  const found: TokenRevocation[] = [];
  const revocations = createRevocations(
    {
      list: async (since) => {
        keystone.asked.push(since);
        if (keystone.fails) throw new Error("403 Forbidden");
        return keystone.revocations;
      },
      everyMs: 10_000,
      cacheMs: 300_000,
      clock: { now: () => new Date(now) },
      log: { warn: (data) => void warned.push(data) },
    },
    (fresh) => void found.push(...fresh),
  );
  return { keystone, warned, found, revocations, advance: (ms: number) => void (now += ms) };
}

describe("revocations", () => {
  it("are asked for once in a while, by one of many", async () => {
    const { keystone, revocations, advance } = bench();
    await Promise.all([revocations.refresh(), revocations.refresh()]);
    expect(revocations.refresh()).toBeUndefined();
    advance(10_000);
    await revocations.refresh();
    expect(keystone.asked.map((since) => since.getTime() - NOW)).toEqual([-360_000, -60_000]);
  });

  it("are told once each, and remembered for as long as tokens are", async () => {
    const { keystone, revocations, found, advance } = bench();
    const one = revocation({ auditId: "own" });
    keystone.revocations.push(one);
    for (let times = 0; times < 3; times += 1) {
      await revocations.refresh();
      advance(10_000);
    }
    expect(found).toEqual([one]);
    expect(revocations.covers(facts)).toBe(true);
    keystone.revocations.length = 0;
    advance(400_000);
    await revocations.refresh();
    expect(revocations.covers(facts)).toBe(false);
  });

  it("that cannot be had are complained of once, and asked for from where they were heard last", async () => {
    const { keystone, revocations, warned, advance } = bench();
    await revocations.refresh();
    keystone.fails = true;
    for (let times = 0; times < 3; times += 1) {
      advance(100_000);
      await revocations.refresh();
    }
    expect(warned).toEqual([{ error: "403 Forbidden", rememberedMs: 300_000 }]);
    keystone.fails = false;
    advance(10_000);
    await revocations.refresh();
    expect(keystone.asked.at(-1)?.getTime()).toBe(NOW + 10_000 - 60_000);
  });
});
