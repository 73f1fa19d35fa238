import { z } from "zod";

/** Labels by name; numbers and booleans that a service gives are turned into text. */
export const labelsSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .nullish()
  .transform((labels) =>
    Object.fromEntries(Object.entries(labels ?? {}).map(([name, value]) => [name, String(value)])),
  );
