import { z } from "zod";
import { camelCase, type CamelCase } from "./letter-case.ts";

/** A shape in the service's own names, as TypeScript sees the reply: camelCase, no null. */
export type Reply<Shape extends z.ZodRawShape> = {
  readonly [Name in keyof Shape & string as CamelCase<Name>]: WithoutNull<z.output<Shape[Name]>>;
};

type WithoutNull<Value> = null extends Value ? Exclude<Value, null> | undefined : Value;

/**
 * Defines what is read from an object in a reply: fields by the service's names, anything else
 * ignored, null and absent both undefined.
 */
export function replyObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape);
  return z.looseObject(shape).transform((wire) => {
    const read: Record<string, unknown> = {};
    for (const name of names) {
      read[camelCase(name)] = (wire as Record<string, unknown>)[name] ?? undefined;
    }
    return read as Reply<Shape>;
  });
}

/**
 * A point in time as OpenStack writes it: ISO 8601, in UTC where no zone is named.
 */
export const timestamp = z.string().transform((text, context) => {
  const date = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(date.getTime())) {
    context.addIssue({ code: "custom", message: "not a point in time" });
    return z.NEVER;
  }
  return date;
});

/** An object of anything, or nothing. */
export const anyObject = z.record(z.string(), z.unknown());
