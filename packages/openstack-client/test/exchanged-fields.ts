import type { Exchange } from "./exchange.ts";

/** What a cloud answers to one operation: statuses, and the fields of its bodies. */
export interface Answered {
  readonly statuses: Set<number>;
  /** Paths with lists as `[]`, for example `servers[].flavor.id`. */
  readonly fields: Set<string>;
}

const PREFIX = /^\/(identity|compute|network|image|orchestration|key-manager)(?=\/v\d)/;
const ID = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/g;

function fieldsOf(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${at}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    const path = at === "" ? name : `${at}.${name}`;
    return [path, ...fieldsOf(held, path)];
  });
}

/** Gathers exchanges by operation: `GET /v2.1/servers/ID`, wherever the service stands. */
export function answersOf(
  exchanges: readonly Pick<Exchange, "method" | "path" | "status" | "reply">[],
): Map<string, Answered> {
  const answers = new Map<string, Answered>();
  for (const { method, path, status, reply } of exchanges) {
    const [pathname = ""] = path.split("?");
    const operation = `${method} ${pathname.replace(PREFIX, "").replace(ID, "ID")}`;
    const known = answers.get(operation);
    const answered = known ?? { statuses: new Set<number>(), fields: new Set<string>() };
    answers.set(operation, answered);
    answered.statuses.add(status);
    // Redirects are followed without a look at what they say.
    if (status < 300 || status > 399) {
      for (const field of fieldsOf(reply, "")) answered.fields.add(field);
    }
  }
  return answers;
}
