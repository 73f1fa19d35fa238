import { valueError } from "../evaluation/template-function.ts";
import type { HotValue } from "../value.ts";

/** A parsed YAQL expression. */
export type YaqlNode =
  | { readonly kind: "literal"; readonly value: HotValue }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly YaqlNode[] }
  | { readonly kind: "map"; readonly pairs: readonly (readonly [YaqlNode, YaqlNode])[] }
  | {
      readonly kind: "member";
      readonly of: YaqlNode;
      readonly name: string;
      readonly safe: boolean;
    }
  | { readonly kind: "index"; readonly of: YaqlNode; readonly by: YaqlNode }
  | {
      readonly kind: "call";
      readonly of: YaqlNode | undefined;
      readonly name: string;
      readonly args: readonly YaqlNode[];
      readonly safe: boolean;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: YaqlNode }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: YaqlNode;
      readonly right: YaqlNode;
    };

interface Token {
  readonly kind: "number" | "text" | "variable" | "word" | "symbol" | "end";
  readonly text: string;
}

const tokenPattern =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?<variable>\$\w*)|(?<word>[A-Za-z_]\w*)|(?<symbol>=>|->|<=|>=|!=|=~|!~|\?\.|[-+*/<>=().,{}[\]]))/y;

function tokens(expression: string): readonly Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(tokenPattern);
  const end = expression.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const entry = Object.entries(pattern.exec(expression)?.groups ?? {}).find(
      ([, text]) => text !== undefined,
    );
    if (entry === undefined)
      throw badExpression(`Lexical error: illegal character at position ${at}`);
    found.push({ kind: entry[0] as Token["kind"], text: entry[1] });
  }
  return [...found, { kind: "end", text: "" }];
}

const badExpression = (reason: string) => valueError(`Bad expression ${reason}.`);

const unexpected = (token: Token) =>
  badExpression(
    `Parse error: unexpected ${token.kind === "end" ? "end of statement" : `'${token.text}'`}`,
  );

/** Binding strength of the operators; a higher one binds tighter. */
const strengths: Readonly<Record<string, number>> = {
  "=>": 1,
  "->": 2,
  or: 3,
  and: 4,
  "=": 6,
  "!=": 6,
  "<": 6,
  ">": 6,
  "<=": 6,
  ">=": 6,
  "=~": 6,
  "!~": 6,
  in: 6,
  "+": 7,
  "-": 7,
  "*": 8,
  "/": 8,
  mod: 8,
};

const words: Readonly<Record<string, HotValue>> = { true: true, false: false, null: null };

/** Parses an expression; throws "Bad expression …" as Heat does. */
export function parseYaql(expression: string): YaqlNode {
  const list = tokens(expression);
  let position = 0;
  const peek = (): Token => list[position] ?? { kind: "end", text: "" };
  const next = (): Token => list[position++] ?? { kind: "end", text: "" };
  const is = (text: string): boolean =>
    peek().text === text && (peek().kind === "symbol" || peek().kind === "word");
  const accept = (text: string): boolean => is(text) && next() !== undefined;
  const expect = (text: string): void => {
    if (!accept(text)) throw unexpected(peek());
  };

  function binary(minimum: number): YaqlNode {
    let left = unary();
    for (;;) {
      const operator = peek();
      const strength =
        operator.kind === "symbol" || operator.kind === "word"
          ? strengths[operator.text]
          : undefined;
      if (strength === undefined || strength < minimum) return left;
      next();
      left = { kind: "binary", operator: operator.text, left, right: binary(strength + 1) };
    }
  }

  function unary(): YaqlNode {
    if (accept("not")) return { kind: "unary", operator: "not", operand: binary(5) };
    if (accept("-")) return { kind: "unary", operator: "-", operand: unary() };
    if (accept("+")) return unary();
    return postfix(primary());
  }

  function postfix(of: YaqlNode): YaqlNode {
    const safe = is("?.");
    if (accept(".") || accept("?.")) {
      const name = next();
      if (name.kind !== "word") throw unexpected(name);
      if (accept("(")) {
        return postfix({ kind: "call", of, name: name.text, args: separated(")"), safe });
      }
      return postfix({ kind: "member", of, name: name.text, safe });
    }
    if (accept("[")) {
      const by = binary(2);
      expect("]");
      return postfix({ kind: "index", of, by });
    }
    return of;
  }

  function primary(): YaqlNode {
    const token = next();
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
    if (token.kind === "text") return { kind: "literal", value: unescaped(token.text) };
    if (token.kind === "variable") return { kind: "variable", name: token.text.slice(1) };
    if (token.kind === "word") {
      if (accept("("))
        return { kind: "call", of: undefined, name: token.text, args: separated(")"), safe: false };
      const value = Object.hasOwn(words, token.text) ? words[token.text] : token.text;
      return { kind: "literal", value: value ?? null };
    }
    if (token.text === "(") {
      const inner = binary(2);
      expect(")");
      return inner;
    }
    if (token.text === "[") return { kind: "list", items: separated("]") };
    if (token.text === "{") return { kind: "map", pairs: separated("}").map(pair) };
    throw unexpected(token);
  }

  function separated(close: string): readonly YaqlNode[] {
    const items: YaqlNode[] = [];
    while (!accept(close)) {
      if (items.length > 0) expect(",");
      items.push(binary(1));
    }
    return items;
  }

  const tree = binary(2);
  if (peek().kind !== "end") throw unexpected(peek());
  return tree;
}

function pair(node: YaqlNode): readonly [YaqlNode, YaqlNode] {
  if (node.kind === "binary" && node.operator === "=>") return [node.left, node.right];
  throw badExpression("Parse error: a map needs pairs of the form key => value");
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescaped(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith("`")) return inner;
  return inner.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}
