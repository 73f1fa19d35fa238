import type { Call } from "../http/route.ts";
import type { JsonObject } from "../json.ts";

const MOST = 100;
const USUAL = 10;

/** One page of a list as Barbican cuts it; its links to those beside it forget what was filtered by. */
export function pageOf<Row>(
  call: Call,
  endpoint: string,
  field: "secrets" | "containers" | "consumers",
  rows: readonly Row[],
  bodyOf: (row: Row) => JsonObject,
): JsonObject {
  const limit = Math.min(Math.max(numberAt(call, "limit") ?? USUAL, 1), MOST);
  const offset = numberAt(call, "offset") ?? 0;
  const path = call.url.split("?")[0]?.replace(/^.*\/v1\//, "/v1/") ?? "";
  const link = (at: number) => {
    return `${endpoint.replace(/\/v1$/, "")}${path}?limit=${limit}&offset=${at}`;
  };
  const page = rows.slice(offset, offset + limit);
  return {
    [field]: page.map(bodyOf),
    ...(offset > 0 && page.length > 0 ? { previous: link(Math.max(offset - limit, 0)) } : {}),
    ...(offset + limit < rows.length ? { next: link(offset + limit) } : {}),
    total: rows.length,
  };
}

function numberAt(call: Call, name: string): number | undefined {
  const text = call.query.get(name) ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A time as Barbican writes it. */
export function barbicanTime(date: Date): string {
  return date.toISOString().slice(0, 19);
}
