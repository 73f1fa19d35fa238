import type { Route } from "../route.ts";
import { baymodelRoutes } from "./baymodels.ts";
import { bayRoutes } from "./bays.ts";
import { certificateRoutes } from "./certificates.ts";
import { clusterHistoryRoutes } from "./cluster-history.ts";
import { clusterTemplateRoutes } from "./cluster-templates.ts";
import { clusterRoutes } from "./clusters.ts";
import { driverRoutes } from "./drivers.ts";
import { mserviceRoutes } from "./mservices.ts";
import { quotaRoutes } from "./quotas.ts";
import { statsRoutes } from "./stats.ts";

/** Every route that needs a token, resource by resource. */
export const ROUTES: readonly Route[] = [
  ...clusterTemplateRoutes,
  ...clusterRoutes,
  ...certificateRoutes,
  ...mserviceRoutes,
  ...quotaRoutes,
  ...statsRoutes,
  ...baymodelRoutes,
  ...bayRoutes,
  ...clusterHistoryRoutes,
  ...driverRoutes,
];
