import { describe, expect, it } from "vitest";
import type { Difference } from "./compare.ts";
import { type DifferenceRule, explain } from "./difference-rule.ts";

const status: Difference = { step: "a", field: "status", peer: 500, ours: 400 };
const title: Difference = { step: "a", field: "body.title", peer: "x", ours: "y" };
const elsewhere: Difference = { step: "b", field: "body.title", peer: "x", ours: undefined };
const rule = (rest: Partial<DifferenceRule>): DifferenceRule => ({
  kind: "improvement",
  reason: "because",
  ...rest,
});
const unexplained = (rest: Partial<DifferenceRule>) =>
  explain([status, title, elsewhere], [rule(rest)]).unexplained;

describe("a rule for differences", () => {
  it("covers a whole answer where the statuses are those it names", () => {
    expect(unexplained({ status: [500, 400] })).toEqual([elsewhere]);
    expect(unexplained({ status: [400, 500] })).toEqual([status, title, elsewhere]);
  });

  it("covers only its steps, its fields and its values", () => {
    expect(unexplained({ steps: ["b"] })).toEqual([status, title]);
    expect(unexplained({ steps: /^a/, field: /title/ })).toEqual([status, elsewhere]);
    expect(unexplained({ peer: /^"x"$/, ours: /^undefined$/ })).toEqual([status, title]);
  });

  it("counts once, for the first rule that matches, and shows which rules nothing needs", () => {
    const first = rule({ field: /title/ });
    const second = rule({ steps: ["b"] });
    const { explained } = explain([title, elsewhere], [first, second]);
    expect(explained).toEqual([
      { rule: first, differences: [title, elsewhere] },
      { rule: second, differences: [] },
    ]);
  });
});
