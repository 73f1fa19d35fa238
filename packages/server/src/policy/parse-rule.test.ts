import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check } from "./check.ts";
import { decide } from "./decide.ts";
import { parseRule } from "./parse-rule.ts";
import type { Attributes } from "./pattern.ts";
import { PolicyError } from "./policy-error.ts";

interface Recorded {
  readonly rules: Readonly<Record<string, string>>;
  readonly credentials: readonly Attributes[];
  readonly targets: readonly Attributes[];
  readonly decisions: readonly (readonly [rule: unknown, decision: string])[];
}

const recorded: Recorded = JSON.parse(
  readFileSync(new URL("recorded/oslo-decisions.json", import.meta.url), "utf8"),
);
const named = new Map(
  Object.entries(recorded.rules).map(([name, rule]) => [name, parseRule(rule)] as const),
);
const findRule = (name: string) => named.get(name);

/** Undefined when the rule cannot be understood. */
function parsed(rule: unknown): Check | undefined {
  try {
    return parseRule(rule);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

function decisions(rule: unknown): string {
  const check = parsed(rule);
  return recorded.credentials
    .flatMap((credentials) => recorded.targets.map((target) => ({ credentials, target })))
    .map((facts) => (check && decide(check, { ...facts, findRule }) ? "y" : "n"))
    .join("");
}

function holds(rule: unknown, credentials: Attributes = {}, target: Attributes = {}): boolean {
  return decide(parseRule(rule), { credentials, target, findRule });
}

describe("the rule language", () => {
  it("decides as oslo.policy does", () => {
    const different = recorded.decisions
      .map(([rule, oslo]) => ({ rule, oslo: oslo.replaceAll("!", "n"), ours: decisions(rule) }))
      .filter(({ oslo, ours }) => oslo !== ours);
    expect(recorded.decisions.length).toBeGreaterThan(600);
    expect(different).toEqual([]);
  });

  it.each<[unknown, string]>([
    ["role:admin or nonsense", '"nonsense" lacks a colon'],
    ["not nonsense", '"nonsense" lacks a colon'],
    ["user_id:%(user_id)d", "neither %(name)s nor %%"],
    ["user_id:%s", "neither %(name)s nor %%"],
    ["user_id:100%", "neither %(name)s nor %%"],
    ["'open:x", '"\'open" before a colon is neither a name nor a literal'],
    [":x", "neither a name nor a literal"],
    ["(role:admin", "a parenthesis is not closed"],
    ["role:admin)", "a parenthesis too many"],
    ["role:a role:b", "and, or is missing in it"],
    ["role:a and", "it ends too early"],
    ["or role:a", '"or" stands where a check should'],
    ["'text'", "'text' is a text by itself"],
    [null, "it is neither a text nor a list"],
    [{ role: "admin" }, "it is neither a text nor a list"],
    [true, "it is neither a text nor a list"],
    [[["role:admin", 1]], "its list holds something that is not a text"],
  ])("does not understand %j", (rule, reason) => {
    expect(() => parseRule(rule)).toThrow(reason);
    expect(parsed(rule)).toBeUndefined();
  });

  it.each(["http://policy.example/%(x)s", "@ or https://policy.example", [["http:x"]]])(
    "does not ask other servers: %j",
    (rule) => {
      expect(() => parseRule(rule)).toThrow(
        expect.objectContaining({ code: "JRB_POLICY_REMOTE_CHECK" }),
      );
    },
  );

  it("looks a dotted name up as it stands, then step by step", () => {
    const rule = "project_id:%(target.project.id)s";
    const credentials = { project_id: "p1" };
    expect(holds(rule, credentials, { "target.project.id": "p1" })).toBe(true);
    expect(holds(rule, credentials, { target: { project: { id: "p1" } } })).toBe(true);
    expect(holds(rule, credentials, { target: { project: { id: "p2" } } })).toBe(false);
    expect(holds(rule, credentials, { target: { project: null } })).toBe(false);
  });

  it("takes nothing from what every object inherits", () => {
    for (const name of ["constructor", "__proto__", "toString", "roles.length"])
      expect(holds(`${name}:%(${name})s`, { roles: ["a"] }, { roles: ["a"] })).toBe(false);
    expect(holds("rule:constructor")).toBe(false);
  });

  it("says what a percent sign is", () => {
    expect(holds("user_id:50%%", { user_id: "50%" })).toBe(true);
    expect(holds("user_id:%%(x)s", { user_id: "%(x)s" })).toBe(true);
    expect(holds("user_id:a%(x)sb%(x)s", { user_id: "a1b1" }, { x: 1 })).toBe(true);
  });
});

/** An expression as it may be written, and what it comes to. */
interface Expression {
  readonly text: string;
  readonly value: boolean;
}

const blank = fc.constantFrom(" ", "  ", "\n", "\t ");
const word = (...words: string[]) => fc.tuple(blank, fc.constantFrom(...words), blank);

const { any } = fc.letrec<{ any: Expression; all: Expression; one: Expression }>((tie) => {
  const joined = (
    part: fc.Arbitrary<Expression>,
    operator: fc.Arbitrary<readonly string[]>,
    decideAll: (values: readonly boolean[]) => boolean,
  ) =>
    fc
      .array(fc.tuple(operator, part), { minLength: 1, maxLength: 3, depthIdentifier: "rule" })
      .map((parts) => ({
        text: parts
          .map(([between, { text }], index) => (index === 0 ? text : between.join("") + text))
          .join(""),
        value: decideAll(parts.map(([, { value }]) => value)),
      }));
  return {
    any: joined(tie("all"), word("or", "OR", "Or"), (values) => values.some(Boolean)),
    all: joined(tie("one"), word("and", "AND", "And"), (values) => values.every(Boolean)),
    one: fc.oneof(
      { depthSize: "small", withCrossShrink: true, depthIdentifier: "rule" },
      fc.constantFrom(
        { text: "@", value: true },
        { text: "!", value: false },
        { text: "role:Admin", value: true },
        { text: "role:other", value: false },
        { text: "user_id:%(user_id)s", value: true },
        { text: "'member':%(user_id)s", value: false },
      ),
      tie("one").map(({ text, value }) => ({ text: `not ${text}`, value: !value })),
      fc
        .tuple(tie("any"), fc.constantFrom("", " "))
        .map(([{ text, value }, gap]) => ({ text: `(${gap}${text}${gap})`, value })),
    ),
  };
});

describe("any rule", () => {
  it("that is written well comes to what its words say", () => {
    fc.assert(
      fc.property(any, ({ text, value }) => {
        expect(holds(text, { roles: ["admin"], user_id: "u" }, { user_id: "u" })).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it("is understood or refused, and then opens nothing", () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom("(", ")", " ", "and", "or", "not", "@", "!", ":", "%", "'", '"', "%(x)s"),
        fc.string({ maxLength: 4 }),
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join("")),
          fc.jsonValue(),
        ),
        (rule) => {
          expect(decisions(rule)).toMatch(parsed(rule) ? /^[yn]+$/ : /^n+$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
