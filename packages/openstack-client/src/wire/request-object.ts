import { z } from "zod";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import { snakeCase } from "./letter-case.ts";

/**
 * Defines what is sent: fields in camelCase, unknown ones refused, undefined ones left out, names
 * turned into the service's snake_case (or the one in `names`).
 */
export function requestObject<Shape extends z.ZodRawShape>(
  shape: Shape,
  names: { readonly [Name in keyof Shape]?: string } = {},
) {
  return z.strictObject(shape).transform((input) => {
    const wire: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(input)) {
      if (value !== undefined) wire[names[name] ?? snakeCase(name)] = value;
    }
    return wire;
  });
}

/** Checks the caller's input and gives its wire form; the error names fields, never values. */
export function toWire<Output>(schema: z.ZodType<Output>, input: unknown, purpose: string): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => {
    const path = issue.path.join(".");
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
  throw new InvalidRequestError(`Cannot ${purpose}: ${issues.join("; ")}`);
}
