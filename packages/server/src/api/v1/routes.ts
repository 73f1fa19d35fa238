import type { Route } from "../route.ts";
import { baymodelRoutes } from "./baymodels.ts";
import { bayRoutes } from "./bays.ts";
import { certificateRoutes } from "./certificates.ts";
import { clusterHistoryRoutes } from "./cluster-history.ts";
import { clusterRemedyRoutes } from "./cluster-remedies.ts";
import { clusterTemplateRoutes } from "./cluster-templates.ts";
import { clusterUpgradeRoutes } from "./cluster-upgrade.ts";
import { clusterRoutes } from "./clusters.ts";
import { credentialRoutes } from "./credentials.ts";
import { driverRoutes } from "./drivers.ts";
import { federationRoutes } from "./federations.ts";
import { mserviceRoutes } from "./mservices.ts";
import { nodeGroupRoutes } from "./nodegroups.ts";
import { quotaRoutes } from "./quotas.ts";
import { statsRoutes } from "./stats.ts";

/** Every route that needs a token, resource by resource. */
export const ROUTES: readonly Route[] = [
  ...clusterTemplateRoutes,
  ...clusterRoutes,
  ...clusterUpgradeRoutes,
  ...nodeGroupRoutes,
  ...certificateRoutes,
  ...credentialRoutes,
  ...federationRoutes,
  ...mserviceRoutes,
  ...quotaRoutes,
  ...statsRoutes,
  ...baymodelRoutes,
  ...bayRoutes,
  ...clusterHistoryRoutes,
  ...clusterRemedyRoutes,
  ...driverRoutes,
];
