import { badRequest } from "../api-error.ts";
import { etagOf, repeatableChangeOptions } from "../etag.ts";
import { MICROVERSIONS } from "../microversion.ts";
import type { Route } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";
import { readBody } from "../wire/read-body.ts";
import { upgradeBodySchema, upgradeFromWire } from "../wire/upgrade.ts";

const upgrade = {
  method: "POST",
  path: "/v1/clusters/:cluster/actions/upgrade",
  name: "upgrade",
  summary: "Replaces the software on a cluster's nodes by that of another cluster template",
  body: upgradeBodySchema,
  answer: { status: 202, body: acceptedAnswer, headers: ["ETag"] },
} as const;

/** @upstream magnum/api/controllers/v1/cluster_actions.py `ActionsController.upgrade` */
export const clusterUpgradeRoutes: readonly Route[] = [
  {
    ...upgrade,
    since: MICROVERSIONS.upgrade - 1,
    until: MICROVERSIONS.upgrade - 1,
    isRefusal: true,
    async handle() {
      throw badRequest("Cluster upgrade is not supported in the provided microversion.");
    },
  },
  {
    ...upgrade,
    since: MICROVERSIONS.upgrade,
    conditional: true,
    repeatable: true,
    async handle(request) {
      const wish = upgradeFromWire(
        readBody(upgradeBodySchema, request.json(), "cluster_upgrade_req"),
      );
      const { clusters } = scopeOf(request, "cluster:upgrade_all_projects");
      const cluster = await clusters.get(request.parameters["cluster"] ?? "");
      request.enforce("cluster:upgrade", targetOf(cluster));
      const options = repeatableChangeOptions(request, cluster);
      const upgraded = await clusters.upgrade(cluster.uuid, wish, options);
      return { status: 202, body: { uuid: cluster.uuid }, headers: etagOf(upgraded.cluster) };
    },
  },
];
