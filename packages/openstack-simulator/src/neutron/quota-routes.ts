import type { Route } from "../http/route.ts";
import { objectAt } from "../json.ts";
import { isAdmin } from "../keystone/identity.ts";
import { isNetworkQuotaName, networkQuotaNames } from "./network-quota.ts";
import { networkError, networkUsage, type Neutron } from "./neutron.ts";

/** What Neutron counts, but nobody here can have. */
const unused = {
  subnetpool: { limit: -1, used: 0, reserved: 0 },
  rbac_policy: { limit: 10, used: 0, reserved: 0 },
};

/** Quotas: look at, with use, and change. */
export function networkQuotaRoutes(neutron: Neutron): Route[] {
  const limits = (projectId: string) => {
    const own = neutron.quotas.get(projectId) ?? {};
    return Object.fromEntries(networkQuotaNames.map((name) => [name, own[name] ?? -1]));
  };
  return [
    {
      method: "GET",
      path: "/v2.0/quotas/:project",
      operation: "showQuota",
      handle: (call) => ({ body: { quota: limits(call.path["project"] ?? "") } }),
    },
    ...["details", "details.json"].map(
      (details): Route => ({
        method: "GET",
        path: `/v2.0/quotas/:project/${details}`,
        operation: "showQuotaDetails",
        handle: (call) => {
          const projectId = call.path["project"] ?? "";
          const quota = Object.entries(limits(projectId)).map(([name, limit]) => [
            name,
            {
              limit,
              used: isNetworkQuotaName(name) ? networkUsage(neutron, name, projectId) : 0,
              reserved: 0,
            },
          ]);
          return { body: { quota: { ...unused, ...Object.fromEntries(quota) } } };
        },
      }),
    ),
    {
      method: "PUT",
      path: "/v2.0/quotas/:project",
      operation: "updateQuota",
      handle: (call) => {
        const projectId = call.path["project"] ?? "";
        if (!isAdmin(call.identity)) {
          throw networkError(
            403,
            "PolicyNotAuthorized",
            "rule:update_quota is disallowed by policy",
          );
        }
        const given = Object.entries(objectAt(call.body, "quota")).filter(([name]) =>
          isNetworkQuotaName(name),
        );
        neutron.quotas.set(projectId, {
          ...neutron.quotas.get(projectId),
          ...Object.fromEntries(given),
        });
        return { body: { quota: limits(projectId) } };
      },
    },
  ];
}
