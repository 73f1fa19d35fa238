import type { Route } from "../http/route.ts";
import type { Keystone } from "./keystone.ts";

/** Services, endpoints and regions, read only: the catalog in its other form. */
export function catalogRoutes(keystone: Keystone, region: string): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/services",
      operation: "listServices",
      handle: (call) => {
        const kind = call.query.get("type");
        const services = keystone
          .catalogFor("$(project_id)")
          .filter((entry) => kind === null || entry.type === kind)
          .map(({ id, type, name }) => ({
            id,
            type,
            name,
            enabled: true,
            description: "",
            links: {},
          }));
        return { body: { services, links: {} } };
      },
    },
    {
      method: "GET",
      path: "/endpoints",
      operation: "listEndpoints",
      handle: (call) => {
        const serviceId = call.query.get("service_id");
        const endpoints = keystone.catalogFor("$(project_id)").flatMap((entry) =>
          serviceId === null || entry.id === serviceId
            ? entry.endpoints.map((one) => ({
                ...one,
                service_id: entry.id,
                enabled: true,
                links: {},
              }))
            : [],
        );
        return { body: { endpoints, links: {} } };
      },
    },
    {
      method: "GET",
      path: "/regions",
      operation: "listRegions",
      handle: () => ({
        body: { regions: [{ id: region, description: "", parent_region_id: null }], links: {} },
      }),
    },
  ];
}
