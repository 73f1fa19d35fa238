import type { Call, Route } from "../http/route.ts";
import { objectAt } from "../json.ts";
import { isAdmin } from "../keystone/identity.ts";
import { computeLimit, computeQuotaNames, computeUsage } from "./compute-quota.ts";
import { computeError, type Nova } from "./nova.ts";

/** Quota sets and limits, and server groups' list. */
export function computeQuotaRoutes(nova: Nova): readonly Route[] {
  const limits = (projectId: string): Record<string, number> =>
    Object.fromEntries(
      computeQuotaNames.map((name) => [name, computeLimit(nova, projectId, name)]),
    );
  const projectOf = (call: Call): string => call.path["project"] ?? "";
  return [
    {
      method: "GET",
      path: "/limits",
      operation: "showLimits",
      handle: (call) => {
        const projectId = call.identity.projectId ?? "";
        const used = computeUsage(nova, projectId);
        return {
          body: {
            limits: {
              rate: [],
              absolute: {
                maxTotalInstances: computeLimit(nova, projectId, "instances"),
                maxTotalCores: computeLimit(nova, projectId, "cores"),
                maxTotalRAMSize: computeLimit(nova, projectId, "ram"),
                maxTotalKeypairs: computeLimit(nova, projectId, "key_pairs"),
                maxServerMeta: computeLimit(nova, projectId, "metadata_items"),
                maxImageMeta: computeLimit(nova, projectId, "metadata_items"),
                maxPersonality: 5,
                maxPersonalitySize: 10240,
                maxServerGroups: computeLimit(nova, projectId, "server_groups"),
                maxServerGroupMembers: computeLimit(nova, projectId, "server_group_members"),
                maxTotalFloatingIps: -1,
                maxSecurityGroups: -1,
                maxSecurityGroupRules: -1,
                totalInstancesUsed: used["instances"],
                totalCoresUsed: used["cores"],
                totalRAMUsed: used["ram"],
                totalFloatingIpsUsed: 0,
                totalSecurityGroupsUsed: 0,
                totalServerGroupsUsed: used["server_groups"],
              },
            },
          },
        };
      },
    },
    {
      method: "GET",
      path: "/os-quota-sets/:project",
      operation: "showQuotaSet",
      handle: (call) => ({
        body: { quota_set: { id: projectOf(call), ...limits(projectOf(call)) } },
      }),
    },
    {
      method: "GET",
      path: "/os-quota-sets/:project/defaults",
      operation: "showQuotaDefaults",
      handle: (call) => ({ body: { quota_set: { id: projectOf(call), ...limits("") } } }),
    },
    {
      method: "GET",
      path: "/os-quota-sets/:project/detail",
      operation: "showQuotaDetail",
      handle: (call) => {
        const used = computeUsage(nova, projectOf(call));
        const detail = Object.entries(limits(projectOf(call))).map(([name, limit]) => [
          name,
          { limit, in_use: used[name] ?? 0, reserved: 0 },
        ]);
        return { body: { quota_set: { id: projectOf(call), ...Object.fromEntries(detail) } } };
      },
    },
    {
      method: "PUT",
      path: "/os-quota-sets/:project",
      operation: "updateQuotaSet",
      handle: (call) => {
        if (!isAdmin(call.identity)) {
          throw computeError(
            403,
            "Forbidden",
            "Policy doesn't allow os_compute_api:os-quota-sets:update to be performed.",
          );
        }
        const given = Object.entries(objectAt(call.body, "quota_set")).flatMap(([name, value]) =>
          typeof value === "number" ? [[name, value] as const] : [],
        );
        nova.quotas.set(projectOf(call), {
          ...nova.quotas.get(projectOf(call)),
          ...Object.fromEntries(given),
        });
        return { body: { quota_set: limits(projectOf(call)) } };
      },
    },
    {
      method: "GET",
      path: "/os-server-groups",
      operation: "listServerGroups",
      handle: (call) => ({
        body: {
          server_groups: [...nova.serverGroups.values()]
            .filter((group) => group.projectId === call.identity.projectId)
            .map(({ id, name, policies }) => ({ id, name, policies, members: [], metadata: {} })),
        },
      }),
    },
  ];
}
