/** What a Python literal can hold: text, numbers, truth values, None, lists and dicts. */
export type PythonLiteral =
  | string
  | number
  | boolean
  | null
  | readonly PythonLiteral[]
  | { readonly [key: string]: PythonLiteral };

/** A text that is no Python literal; the message is the reason that goes out. */
export class PythonSyntaxError extends Error {
  override readonly name = "PythonSyntaxError";
}

const DEEPEST = 32;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);
const NUMBER = /[+-]?(?:\d+(?:_\d+)*)?(?:\.\d*)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_]\w*/y;
const SPACE = /(?:\s|#[^\n]*)*/y;
const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(\n)|([\s\S]))/y;
const LETTERS: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const MALFORMED = "malformed node or string on line 1";
const INVALID = "invalid syntax (<unknown>, line 1)";

/**
 * Reads a literal as Python writes it, such as `{'a': 'b', 'c': [1, True, None]}`. Keys of a dict
 * have to be text; a tuple becomes a list. Nothing is ever run.
 *
 * @throws {@link PythonSyntaxError}
 * @upstream magnum/api/utils.py `apply_jsonpatch`
 * @differs bytes, sets, complex numbers, raw and triple-quoted strings are refused; no attribute holds one
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const reader = { text, position: 0 };
  const value = readValue(reader, 0);
  skipSpace(reader);
  if (reader.position < text.length) throw new PythonSyntaxError(INVALID);
  return value;
}

interface Reader {
  readonly text: string;
  position: number;
}

function readValue(reader: Reader, depth: number): PythonLiteral {
  if (depth > DEEPEST) throw new PythonSyntaxError("too many nested brackets (<unknown>, line 1)");
  skipSpace(reader);
  const character = reader.text[reader.position];
  if (character === "{") return readDict(reader, depth);
  if (character === "[") return readList(reader, depth, "]").items;
  if (character === "(") return readParentheses(reader, depth);
  if (character === "'" || character === '"') return readText(reader);
  const word = match(reader, WORD)?.[0];
  if (word === undefined) return readNumber(reader);
  const value = WORDS.get(word);
  if (value === undefined) throw new PythonSyntaxError(MALFORMED);
  return value;
}

function readDict(reader: Reader, depth: number): PythonLiteral {
  const entries: [string, PythonLiteral][] = [];
  reader.position += 1;
  while (!taken(reader, "}")) {
    if (entries.length > 0) requireCharacter(reader, ",");
    if (entries.length > 0 && taken(reader, "}")) break;
    const key = readValue(reader, depth + 1);
    if (typeof key !== "string") throw new PythonSyntaxError(MALFORMED);
    requireCharacter(reader, ":");
    entries.push([key, readValue(reader, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function readList(reader: Reader, depth: number, end: "]" | ")") {
  const items: PythonLiteral[] = [];
  let commas = 0;
  reader.position += 1;
  while (!taken(reader, end)) {
    if (items.length > 0) {
      requireCharacter(reader, ",");
      commas += 1;
    }
    if (items.length > 0 && taken(reader, end)) break;
    items.push(readValue(reader, depth + 1));
  }
  return { items, commas };
}

/** A tuple, or one value in parentheses. */
function readParentheses(reader: Reader, depth: number): PythonLiteral {
  const { items, commas } = readList(reader, depth, ")");
  const [only] = items;
  return only !== undefined && commas === 0 ? only : items;
}

/** One string, or several that follow each other and are one. */
function readText(reader: Reader): string {
  let value = "";
  for (let quote = quoteAt(reader); quote !== undefined; quote = quoteAt(reader))
    value += readQuoted(reader, quote);
  return value;
}

function quoteAt(reader: Reader): string | undefined {
  skipSpace(reader);
  const character = reader.text[reader.position];
  return character === "'" || character === '"' ? character : undefined;
}

function readQuoted(reader: Reader, quote: string): string {
  const parts: string[] = [];
  const plain = new RegExp(`[^\\\\\\n${quote}]+`, "y");
  reader.position += 1;
  while (reader.text[reader.position] !== quote) {
    const part = match(reader, plain)?.[0] ?? readEscape(reader);
    parts.push(part);
  }
  reader.position += 1;
  return parts.join("");
}

function readEscape(reader: Reader): string {
  const escape = match(reader, ESCAPE);
  if (!escape) throw new PythonSyntaxError("unterminated string literal (<unknown>, line 1)");
  const [, byte, short, long, octal, newline, letter = ""] = escape;
  if (newline !== undefined) return "";
  const hexadecimal = byte ?? short ?? long;
  if (hexadecimal === undefined && octal === undefined)
    // What is no escape keeps its backslash.
    return LETTERS[letter] ?? `\\${letter}`;
  const code =
    hexadecimal === undefined ? Number.parseInt(octal ?? "0", 8) : Number.parseInt(hexadecimal, 16);
  if (code > 0x10ffff) throw new PythonSyntaxError(INVALID);
  return String.fromCodePoint(code);
}

function readNumber(reader: Reader): number {
  const digits = match(reader, NUMBER)?.[0] ?? "";
  const number = Number(digits.replaceAll("_", "") || Number.NaN);
  if (!Number.isFinite(number)) throw new PythonSyntaxError(INVALID);
  return number;
}

function skipSpace(reader: Reader): void {
  match(reader, SPACE);
}

function taken(reader: Reader, character: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.position] !== character) return false;
  reader.position += 1;
  return true;
}

function requireCharacter(reader: Reader, character: string): void {
  if (!taken(reader, character)) throw new PythonSyntaxError(INVALID);
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.position;
  const found = pattern.exec(reader.text);
  if (!found) return undefined;
  reader.position = pattern.lastIndex;
  return found;
}
