import type { z } from "zod";
import { JeroboamError } from "../errors/jeroboam-error.ts";

interface Issue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** Makes a request whole, or says everything that is wrong with it. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
  subject: string,
): z.output<Schema> {
  const result = schema.safeParse(request);
  const issues = result.success
    ? nulIssues(result.data, [])
    : result.error.issues.map((issue) => ({
        path: issue.path.filter((part) => typeof part !== "symbol"),
        code: issue.code,
        message: issue.message,
      }));
  if (result.success && issues.length === 0) return result.data;
  const first = issues[0];
  throw new JeroboamError(
    "JRB_INVALID_REQUEST",
    `The ${subject} is not valid: ${first ? `${first.path.join(".") || "it"}: ${first.message}` : "unknown reason"}.`,
    { details: { issues } },
  );
}

/** PostgreSQL takes a NUL in no text, and what one database refuses all do. */
function nulIssues(value: unknown, path: Issue["path"]): readonly Issue[] {
  if (typeof value === "string") return value.includes("\0") ? [nulIssue(path)] : [];
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, one]) => [
    ...(key.includes("\0") ? [nulIssue(path)] : []),
    ...nulIssues(one, [...path, key.replaceAll("\0", "")]),
  ]);
}

function nulIssue(path: Issue["path"]): Issue {
  return { path, code: "custom", message: "A text must not have the character U+0000" };
}
