const DEEPEST = 8;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * A JSON value as Python prints it, because the texts of refusals quote it that way.
 *
 * What is nested deeper than eight levels is left out.
 */
export function pythonText(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return depth === 0 ? value : quoted(value);
  if (typeof value === "number") return String(value);
  if (typeof value !== "object") return "";
  if (depth >= DEEPEST) return "...";
  if (Array.isArray(value))
    return `[${value.map((item) => pythonText(item, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value);
  return `{${entries.map(([key, item]) => `${quoted(key)}: ${pythonText(item, depth + 1)}`).join(", ")}}`;
}

/** In single quotes, unless there are some in the text and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be escaped
  const escaped = text.replaceAll(/[\\\u0000-\u001f\u007f]/g, escapeOf);
  return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return ESCAPES[character] ?? `\\x${code.toString(16).padStart(2, "0")}`;
}

/** The Python type of a JSON value. */
export function pythonType(value: unknown): string {
  const names = { string: "str", boolean: "bool", object: "dict" } as const;
  if (value === null || value === undefined) return "<class 'NoneType'>";
  if (Array.isArray(value)) return "<class 'list'>";
  if (typeof value === "number") return `<class '${Number.isInteger(value) ? "int" : "float"}'>`;
  return `<class '${(typeof value) in names ? names[typeof value as keyof typeof names] : "object"}'>`;
}
