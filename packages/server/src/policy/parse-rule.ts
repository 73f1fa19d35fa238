import type { Check } from "./check.ts";
import { parsePattern } from "./pattern.ts";
import { PolicyError } from "./policy-error.ts";
import { withoutTrailing } from "../without-trailing.ts";

type Token =
  | { readonly type: "(" | ")" | "and" | "or" | "not" }
  | { readonly type: "check"; readonly check: Check };

/** As Python prints them. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.0|\.\d*[1-9])?$/;
const CONSTANTS: readonly string[] = ["None", "True", "False"];
const REMOTE: readonly string[] = ["http", "https"];

/**
 * Reads a rule: a text in oslo.policy's language, or the older list of lists (any of the outer, all of the inner).
 *
 * An empty text or list lets everybody pass.
 *
 * @throws {@link PolicyError} JRB_POLICY_RULE_INVALID when it cannot be understood, JRB_POLICY_REMOTE_CHECK for http: and https:.
 * @upstream oslo_policy/_parser.py `parse_rule`
 * @differs One part that cannot be understood spoils the whole rule; oslo takes that part alone for
 *   false, so that `not nonsense` lets everybody pass.
 */
export function parseRule(rule: unknown): Check {
  if (typeof rule === "string") return parseText(rule);
  if (Array.isArray(rule)) return parseList(rule);
  throw invalid("it is neither a text nor a list");
}

function parseList(rule: readonly unknown[]): Check {
  if (rule.length === 0) return { kind: "always" };
  const checks = rule
    .map((inner) => (Array.isArray(inner) ? inner : [inner]))
    .filter((inner) => inner.length > 0)
    .map((inner) => joined("and", inner.map(parseListed)));
  return checks.length === 0 ? { kind: "never" } : joined("or", checks);
}

function parseListed(text: unknown): Check {
  if (typeof text !== "string") throw invalid("its list holds something that is not a text");
  return parseCheck(text);
}

function parseText(text: string): Check {
  if (text === "") return { kind: "always" };
  const tokens = [...tokensOf(text)];
  let position = 0;
  const take = (type: Token["type"]) => {
    const isNext = tokens[position]?.type === type;
    if (isNext) position += 1;
    return isNext;
  };
  const list = (type: "and" | "or", next: () => Check): Check => {
    const checks = [next()];
    while (take(type)) checks.push(next());
    return joined(type, checks);
  };
  const any = (): Check => list("or", all);
  const all = (): Check => list("and", one);
  const one = (): Check => {
    if (take("not")) return { kind: "not", check: one() };
    if (take("(")) {
      const inner = any();
      if (!take(")")) throw invalid("a parenthesis is not closed");
      return inner;
    }
    const token = tokens[position];
    if (token?.type !== "check")
      throw invalid(token ? `"${token.type}" stands where a check should` : "it ends too early");
    position += 1;
    return token.check;
  };
  const check = any();
  const left = tokens[position];
  if (left)
    throw invalid(left.type === ")" ? "a parenthesis too many" : "and, or is missing in it");
  return check;
}

/** Words between blanks; parentheses count only at a word's ends, because `%(name)s` has some inside. */
function* tokensOf(text: string): Generator<Token> {
  for (const word of text.split(/\s+/).filter((piece) => piece !== "")) {
    const opened = word.replace(/^\(+/, "");
    for (let count = opened.length; count < word.length; count += 1) yield { type: "(" };
    if (opened === "") continue;
    const bare = withoutTrailing(opened, ")");
    const small = bare.toLowerCase();
    if (small === "and" || small === "or" || small === "not") yield { type: small };
    else if (/^(["']).*\1$/s.test(opened) && opened.length > 1)
      throw invalid(`${opened} is a text by itself`);
    else if (bare !== "") yield { type: "check", check: parseCheck(bare) };
    for (let count = bare.length; count < opened.length; count += 1) yield { type: ")" };
  }
}

function parseCheck(text: string): Check {
  if (text === "!") return { kind: "never" };
  if (text === "@") return { kind: "always" };
  const colon = text.indexOf(":");
  if (colon < 0) throw invalid(`"${text}" lacks a colon`);
  const left = text.slice(0, colon);
  const right = text.slice(colon + 1);
  if (REMOTE.includes(left))
    throw new PolicyError(
      "JRB_POLICY_REMOTE_CHECK",
      `${text} would ask another server, which is not supported; say it with role:, rule: and attributes`,
    );
  if (left === "rule") return { kind: "rule", name: right };
  if (left === "role") return { kind: "role", role: parsePattern(right) };
  const literal = literalOf(left);
  const pattern = parsePattern(right);
  return literal === undefined
    ? { kind: "credential", path: left.split("."), pattern }
    : { kind: "literal", text: literal, pattern };
}

/** The text that a Python literal stands for; undefined for a name. */
function literalOf(left: string): string | undefined {
  if (CONSTANTS.includes(left) || NUMBER.test(left)) return left;
  const quoted = /^(["'])([^"'\\]*)\1$/.exec(left);
  if (quoted) return quoted[2];
  if (left === "" || /["'\\]/.test(left))
    throw invalid(`"${left}" before a colon is neither a name nor a literal`);
  return undefined;
}

function joined(kind: "and" | "or", checks: readonly Check[]): Check {
  const [first] = checks;
  return checks.length === 1 && first ? first : { kind, checks };
}

function invalid(reason: string): PolicyError {
  return new PolicyError("JRB_POLICY_RULE_INVALID", reason);
}
