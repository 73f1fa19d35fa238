import { z } from "zod";

/** What a line of a process's log tells of an operation. */
export const logLineSchema = z.looseObject({
  level: z.string(),
  msg: z.string(),
  operation: z.string().optional(),
  cluster: z.string().optional(),
  kind: z.string().optional(),
  step: z.string().optional(),
});
export type LogLine = z.output<typeof logLineSchema>;

/** A line of a log in JSON; undefined for any other text. */
export function readLogLine(text: string): LogLine | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return logLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
