import type { HotValue } from "@jeroboam/hot";
import { isJsonObject } from "../json.ts";

/** JSON with a blank after each comma and colon, as Python writes it. */
export function pythonJson(value: HotValue): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`,
  );
  return `{${entries.join(", ")}}`;
}
