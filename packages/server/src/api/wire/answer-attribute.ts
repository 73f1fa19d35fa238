import { z } from "zod";

/*
 * Kinds of attributes of answers. They describe what this server writes; what it reads is in
 * attribute.ts.
 */

/** Text that may be missing. */
export const textOrNull = z.string().nullable();
export const wholeOrNull = z.int().nullable();
/** A date as `timestamp` writes it. */
export const dateTime = z.iso.datetime({ offset: true });
export const labelsAnswer = z.record(z.string(), z.string());

/** The ways to an object. */
export const linksAnswer = z
  .array(z.object({ href: z.string(), rel: z.string(), type: z.string().optional() }).readonly())
  .readonly();

/** What is accepted goes on in the background. */
export const acceptedAnswer = z.object({ uuid: z.guid() });

/** One page of a list. */
export function pageAnswer<Name extends string, Item extends z.ZodType>(name: Name, item: Item) {
  const items = { [name]: z.array(item) } as Record<Name, z.ZodArray<Item>>;
  return z.object({ ...items, next: z.string().optional() });
}
