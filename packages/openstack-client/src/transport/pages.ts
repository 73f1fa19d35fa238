import { z } from "zod";
import { UnexpectedResponseError } from "../errors/http-errors.ts";
import type { Query } from "./query.ts";
import type { ServiceClient } from "./service-client.ts";

/** A list in a service, and how it is cut into pages. */
export interface PagedList<Item> {
  readonly path: string;
  /** The reply's field that holds the items, and with `_links` behind it Nova's and Neutron's links. */
  readonly field: string;
  readonly item: z.ZodType<Item>;
  readonly query?: Query;
  /** Items asked for at a time; the service's own choice where undefined. */
  readonly pageSize?: number | undefined;
  /** What the service wants as `marker` to go on after the item; undefined where only links count. */
  readonly markerOf?: (item: Item) => string;
}

const linksSchema = z.array(z.looseObject({ rel: z.string(), href: z.string() })).nullish();

/**
 * Yields a list's items and asks for the next page when it is needed.
 *
 * A link to the next page counts (`next`, `links`, `<field>_links`); without one, a full page is
 * followed by the page after its last item. Only a link's query is used: its host may be one
 * that is not reachable from here.
 *
 * @yields Item by item, in the order of the service.
 */
export async function* pages<Item>(
  client: ServiceClient,
  list: PagedList<Item>,
): AsyncGenerator<Item, void, undefined> {
  const schema = pageSchema(list);
  const seen = new Set<string>();
  let query: Query = { ...list.query, limit: list.pageSize };
  for (;;) {
    const page = await client.json(schema, { path: list.path, query });
    yield* page.items;
    const last = page.items.at(-1);
    // Barbican's links forget what was filtered by; the link's own order is kept.
    if (page.next !== undefined) query = { ...page.next, ...list.query, ...page.next };
    else if (last !== undefined && list.markerOf && page.items.length === list.pageSize) {
      query = { ...query, marker: list.markerOf(last) };
    } else return;
    const position = JSON.stringify(query);
    if (seen.has(position)) {
      throw new UnexpectedResponseError(
        `${client.serviceType} gives the same page of ${list.path} again and again`,
        { service: client.serviceType, method: "GET" },
      );
    }
    seen.add(position);
  }
}

/** Gathers a whole list. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const gathered: Item[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

function pageSchema<Item>({ field, item }: PagedList<Item>) {
  return z.looseObject({ [field]: z.array(item), next: z.string().nullish() }).transform((page) => {
    const fields = page as Record<string, unknown>;
    return {
      items: fields[field] as Item[],
      next: nextQuery(fields["next"], fields["links"], fields[`${field}_links`]),
    };
  });
}

function nextQuery(next: unknown, links: unknown, fieldLinks: unknown): Query | undefined {
  const href = typeof next === "string" ? next : (hrefOf(fieldLinks) ?? hrefOf(links));
  if (href === undefined) return undefined;
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URL(href, "http://service").searchParams) {
    (query[name] ??= []).push(value);
  }
  return query;
}

function hrefOf(links: unknown): string | undefined {
  // Keystone's links are an object: {self, previous, next}.
  if (typeof links === "object" && links !== null && "next" in links) {
    return typeof links.next === "string" ? links.next : undefined;
  }
  const parsed = linksSchema.safeParse(links);
  return parsed.data?.find(({ rel }) => rel === "next")?.href;
}
