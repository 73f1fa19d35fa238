import type { Route } from "../route.ts";
import { mserviceToWire, mservicesAnswer } from "../wire/mservice.ts";

/** @upstream magnum/api/controllers/v1/magnum_services.py `MagnumServiceController` */
export const mserviceRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v1/mservices",
    name: "get_all",
    summary: "Lists the processes that run operations, and whether they are up",
    answer: { status: 200, body: mservicesAnswer },
    async handle(request) {
      request.enforce("magnum-service:get_all");
      const services = await request.manager.services();
      return { status: 200, body: { mservices: services.map(mserviceToWire) } };
    },
  },
];
