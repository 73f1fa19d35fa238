import { ApiError } from "../api-error.ts";
import type { Route } from "../route.ts";
import { driverAnswer, driverListAnswer, driverToShortWire, driverToWire } from "../wire/driver.ts";

const PATH = "/v1/drivers";

/** Which clusters this server can make; Magnum tells it nobody. Whoever may list templates may see it. */
export const driverRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    summary: "Lists the drivers, and what each can make",
    answer: { status: 200, body: driverListAnswer },
    async handle({ manager, baseUrl, enforce }) {
      enforce("clustertemplate:get_all");
      const drivers = manager.drivers.map((driver) => driverToShortWire(driver, baseUrl));
      return { status: 200, body: { drivers } };
    },
  },
  {
    method: "GET",
    path: `${PATH}/:driver`,
    name: "get_one",
    summary: "Shows a driver, and the labels that it takes as a JSON Schema",
    answer: { status: 200, body: driverAnswer },
    async handle({ manager, baseUrl, parameters, enforce }) {
      enforce("clustertemplate:get_all");
      const name = parameters["driver"] ?? "";
      const driver = manager.drivers.find((one) => one.name === name);
      if (!driver) throw new ApiError(404, `Cluster driver ${name} could not be found.`);
      return { status: 200, body: driverToWire(driver, baseUrl) };
    },
  },
];
