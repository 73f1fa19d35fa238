import { z } from "zod";
import type { ServiceType } from "../session/service-type.ts";
import { toWire } from "../wire/request-object.ts";
import { deleted, onlyMatch, undefinedIfAbsent } from "./absence.ts";
import { collect, pages } from "./pages.ts";
import { isPathSegment, path, type Query } from "./query.ts";
import type { ServiceClient } from "./service-client.ts";

type Wire = z.ZodType<Record<string, unknown>>;

/** A kind of object as Keystone, Nova and Neutron serve it: `{<plural>: []}`, `{<singular>: {}}`. */
export interface CollectionDefinition<Item, Filter extends Wire, Request extends Wire> {
  /** For example `/networks`. */
  readonly path: string;
  /** Where lists with all details are, if not at `path`. */
  readonly listPath?: string;
  readonly singular: string;
  readonly plural: string;
  readonly item: z.ZodType<Item>;
  /** What lists can be narrowed by, in the service's query parameters. */
  readonly filter: Filter;
  /** What is sent to make one. */
  readonly request: Request;
  /** The filter by name, where the service has none and all must be looked at. */
  readonly nameOf?: (item: Item) => string | undefined;
}

/** The calls that every such collection has. */
export interface Collection<Type extends ServiceType, Item, Filter, Request> {
  list(
    client: ServiceClient<Type>,
    filter?: Filter & { readonly pageSize?: number },
  ): AsyncGenerator<Item, void, undefined>;
  get(client: ServiceClient<Type>, id: string): Promise<Item>;
  /** All whose id or else whose name it is. */
  match(client: ServiceClient<Type>, nameOrId: string): Promise<readonly Item[]>;
  find(client: ServiceClient<Type>, nameOrId: string): Promise<Item | undefined>;
  create(client: ServiceClient<Type>, request: Request): Promise<Item>;
  delete(client: ServiceClient<Type>, id: string): Promise<boolean>;
}

/**
 * Makes the calls for a collection out of its description.
 *
 * @param _serviceType - The service whose clients the calls take.
 */
export function defineCollection<
  Type extends ServiceType,
  Item extends { readonly id: string },
  Filter extends Wire,
  Request extends Wire,
>(
  _serviceType: Type,
  definition: CollectionDefinition<Item, Filter, Request>,
): Collection<Type, Item, z.input<Filter>, z.input<Request>> {
  const { singular, plural, item } = definition;
  const resource = singular.replaceAll("_", " ");
  const one = z.looseObject({ [singular]: item });
  const itemOf = (reply: Record<string, unknown>) => reply[singular] as Item;
  const itemPath = (id: string) => `${definition.path}${path`/${id}`}`;

  const listBy = (client: ServiceClient<Type>, query: Query, pageSize?: number) =>
    pages<Item>(client, {
      path: definition.listPath ?? definition.path,
      field: plural,
      item,
      query,
      pageSize,
      markerOf: ({ id }) => id,
    });

  const get = async (client: ServiceClient<Type>, id: string) =>
    itemOf(await client.json(one, { path: itemPath(id) }));

  const match = async (client: ServiceClient<Type>, nameOrId: string): Promise<readonly Item[]> => {
    if (nameOrId === "") return [];
    if (isPathSegment(nameOrId)) {
      const byId = await undefinedIfAbsent(get(client, nameOrId));
      if (byId !== undefined) return [byId];
    }
    const { nameOf } = definition;
    if (nameOf === undefined) return collect(listBy(client, { name: nameOrId }));
    const all = await collect(listBy(client, {}));
    return all.filter((candidate) => nameOf(candidate) === nameOrId);
  };

  return {
    list: (client, { pageSize, ...filter } = {} as never) =>
      listBy(client, toWire(definition.filter, filter, `list ${plural}`) as Query, pageSize),
    get,
    match,
    find: async (client, name) =>
      onlyMatch(await match(client, name), { service: client.serviceType, resource, name }),
    create: async (client, request) => {
      const json = { [singular]: toWire(definition.request, request, `create a ${resource}`) };
      return itemOf(await client.json(one, { method: "POST", path: definition.path, json }));
    },
    delete: async (client, id) => deleted(client.send({ method: "DELETE", path: itemPath(id) })),
  };
}
