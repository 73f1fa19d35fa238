import { z } from "zod";
import { EndpointNotFoundError } from "../errors/caller-errors.ts";
import { replyObject } from "../wire/reply-object.ts";
import { catalogNames, type ServiceType } from "./service-type.ts";

/** Who an endpoint is for. */
export type EndpointInterface = "public" | "internal" | "admin";

const endpointSchema = replyObject({
  interface: z.string(),
  url: z.string(),
  region: z.string().nullish(),
  region_id: z.string().nullish(),
});

const catalogEntrySchema = replyObject({
  type: z.string(),
  name: z.string().nullish(),
  endpoints: z.array(endpointSchema),
});

/** The service catalog that comes with a token. */
export const catalogSchema = z.array(catalogEntrySchema);
export type Catalog = z.output<typeof catalogSchema>;

/** Which of a service's endpoints is rather asked than the session's usual one. */
export interface EndpointPreference {
  readonly interface?: EndpointInterface;
  readonly region?: string;
}

/** Which of a service's endpoints is wanted. */
export interface EndpointChoice {
  readonly serviceType: ServiceType;
  readonly interface: EndpointInterface;
  /** Any region where undefined. */
  readonly region: string | undefined;
}

/**
 * Finds the endpoint's URL as the catalog has it.
 *
 * @throws {@link EndpointNotFoundError} naming what the catalog has instead.
 */
export function endpointUrl(catalog: Catalog, choice: EndpointChoice): string {
  const url = findEndpointUrl(catalog, choice);
  if (url !== undefined) return url;
  const region = choice.region === undefined ? "" : ` in region ${choice.region}`;
  throw new EndpointNotFoundError(
    `The catalog has no ${choice.interface} endpoint of ${choice.serviceType}${region}; ${offers(catalog, choice)}`,
    { service: choice.serviceType },
  );
}

/** Finds the endpoint's URL, or undefined where the catalog has none. */
export function findEndpointUrl(catalog: Catalog, choice: EndpointChoice): string | undefined {
  for (const name of catalogNames(choice.serviceType)) {
    for (const entry of catalog) {
      if (entry.type !== name) continue;
      const endpoint = entry.endpoints.find(
        (candidate) =>
          candidate.interface.replace(/URL$/, "") === choice.interface &&
          (choice.region === undefined || regionOf(candidate) === choice.region),
      );
      if (endpoint !== undefined) return endpoint.url;
    }
  }
  return undefined;
}

function regionOf(endpoint: Catalog[number]["endpoints"][number]): string | undefined {
  return endpoint.regionId ?? endpoint.region;
}

function offers(catalog: Catalog, { serviceType }: EndpointChoice): string {
  const names = catalogNames(serviceType);
  const endpoints = catalog
    .filter(({ type }) => names.includes(type))
    .flatMap((entry) => entry.endpoints)
    .map((endpoint) => `${endpoint.interface} in ${regionOf(endpoint) ?? "no region"}`);
  if (endpoints.length > 0) return `it has ${endpoints.join(", ")}`;
  const types = catalog.map(({ type }) => type).join(", ");
  return types === "" ? "it is empty (an unscoped token?)" : `it has ${types}`;
}
