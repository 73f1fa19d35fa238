import { z } from "zod";
import type { Labels } from "./labels.ts";

/**
 * A driver's labels by name; a label that is not among them is refused with the names that are.
 *
 * @param coe - Whose labels they are, in the message.
 */
export function knownLabels<Known extends z.ZodRawShape>(
  coe: string,
  known: Known,
): z.ZodType<z.output<z.ZodObject<Known>>, Labels> {
  const schema = z.strictObject(known, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `Unknown label ${issue.keys.join(", ")}; ${coe} knows ${Object.keys(known).join(", ")}.`
        : undefined,
  });
  // Labels are text by contract; to the type checker an optional key might hold undefined.
  return schema as unknown as z.ZodType<z.output<z.ZodObject<Known>>, Labels>;
}
