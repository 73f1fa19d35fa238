import type { z } from "zod";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Makes a request whole, or says everything that is wrong with it. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
  subject: string,
): z.output<Schema> {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: issue.path.filter((part) => typeof part !== "symbol"),
    code: issue.code,
    message: issue.message,
  }));
  const first = issues[0];
  throw new JeroboamError(
    "JRB_INVALID_REQUEST",
    `The ${subject} is not valid: ${first ? `${first.path.join(".") || "it"}: ${first.message}` : "unknown reason"}.`,
    { details: { issues } },
  );
}
