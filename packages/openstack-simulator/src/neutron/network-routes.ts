import type { Route } from "../http/route.ts";
import { collectionRoutes } from "./collection-routes.ts";
import { collectionsOf } from "./network-collections.ts";
import { networkError, type Neutron } from "./neutron.ts";
import { networkQuotaRoutes } from "./quota-routes.ts";
import { routerInterfaceRoutes } from "./router-interface-routes.ts";

const extensionAliases = [
  "router",
  "external-net",
  "security-group",
  "quotas",
  "quota_details",
  "standard-attr-tag",
  "port-security",
  "allowed-address-pairs",
  "binding",
  "provider",
  "net-mtu",
  "project-id",
];

/** All of Neutron's API. */
export function networkRoutes(neutron: Neutron): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/v2.0",
      operation: "showVersion",
      open: true,
      handle: () => ({ body: { resources: [] } }),
    },
    {
      method: "GET",
      path: "/v2.0/extensions",
      operation: "listExtensions",
      handle: () => ({
        body: {
          extensions: extensionAliases.map((alias) => ({
            alias,
            name: alias,
            description: "",
            links: [],
            updated: "2022-10-05T00:00:00-00:00",
          })),
        },
      }),
    },
    {
      method: "GET",
      path: "/v2.0/extensions/:alias",
      operation: "showExtension",
      handle: (call) => {
        const alias = call.path["alias"] ?? "";
        if (!extensionAliases.includes(alias)) {
          throw networkError(
            404,
            "ExtensionNotFound",
            `Extension with alias ${alias} does not exist`,
          );
        }
        return { body: { extension: { alias, name: alias, description: "", links: [] } } };
      },
    },
    ...collectionsOf(neutron).flatMap(collectionRoutes),
    ...routerInterfaceRoutes(neutron),
    ...networkQuotaRoutes(neutron),
  ];
}
