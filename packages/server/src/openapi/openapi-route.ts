import type { PublicRoute, Route } from "../api/route.ts";
import { type OpenApiDocument, openApiDocument } from "./document.ts";

/** Serves the document that describes the routes, with the address that the caller knows. */
export function openApiRoute(routes: readonly Route[]): PublicRoute {
  let made: OpenApiDocument | undefined;
  return {
    path: "/v1/openapi.json",
    document(baseUrl) {
      made ??= openApiDocument(routes);
      return { ...made, servers: [{ url: baseUrl }] };
    },
  };
}
