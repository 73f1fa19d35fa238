import { isDeferred, isList, isMap, type HotValue } from "../value.ts";

/** What Heat's `str()` makes of a value: `True`, `None`, and maps and lists in Python's notation. */
export const pythonText = (value: HotValue): string =>
  typeof value === "string" ? value : pythonRepresentation(value);

/** What Python's `repr()` makes of a value. */
export function pythonRepresentation(value: HotValue): string {
  if (value === null) return "None";
  if (isDeferred(value)) return "<deferred>";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return `[${value.map(pythonRepresentation).join(", ")}]`;
  const items = Object.entries(value as Record<string, HotValue>);
  return `{${items.map(([key, item]) => `${quoted(key)}: ${pythonRepresentation(item)}`).join(", ")}}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** Python's text of a number: infinities and NaN have other names than in JavaScript. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (Math.abs(value) === Infinity) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) && Math.abs(value) < 1e300) return BigInt(value).toString();
  return String(value);
}

/** What Python's `json.dumps()` makes of a value: `", "` and `": "` between, ASCII only. */
export function pythonJson(value: HotValue, options: { readonly sortKeys?: boolean } = {}): string {
  if (isList(value)) return `[${value.map((item) => pythonJson(item, options)).join(", ")}]`;
  if (isMap(value)) {
    const keys = Object.keys(value);
    const pairs = (options.sortKeys ? keys.toSorted() : keys).map(
      (key) => `${jsonString(key)}: ${pythonJson(value[key] ?? null, options)}`,
    );
    return `{${pairs.join(", ")}}`;
  }
  if (typeof value === "string") return jsonString(value);
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "NaN";
    return Number.isFinite(value) ? numberText(value) : value > 0 ? "Infinity" : "-Infinity";
  }
  return isDeferred(value) ? '"<deferred>"' : JSON.stringify(value);
}

const jsonString = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The name of a value's Python type, as in messages: `str`, `dict`, `NoneType`. */
export function pythonTypeName(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "string") return "str";
  return Array.isArray(value) ? "list" : "dict";
}
