import { z } from "zod";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";

const detailSchema = z
  .looseObject({ limit: z.number(), used: z.number(), reserved: z.number().nullish() })
  .transform(({ limit, used, reserved }) => ({ limit, used, reserved: reserved ?? 0 }));
const quotaSchema = z.looseObject({
  quota: z.looseObject({
    network: detailSchema.nullish(),
    subnet: detailSchema.nullish(),
    port: detailSchema.nullish(),
    router: detailSchema.nullish(),
    floatingip: detailSchema.nullish(),
    security_group: detailSchema.nullish(),
    security_group_rule: detailSchema.nullish(),
  }),
});

/** How much of a kind of object a project may have and has; a limit of -1 is none. */
export type NetworkQuotaDetail = z.output<typeof detailSchema>;

/** A project's network quota with what is used of it. */
export interface NetworkQuota {
  readonly networks: NetworkQuotaDetail | undefined;
  readonly subnets: NetworkQuotaDetail | undefined;
  readonly ports: NetworkQuotaDetail | undefined;
  readonly routers: NetworkQuotaDetail | undefined;
  readonly floatingIps: NetworkQuotaDetail | undefined;
  readonly securityGroups: NetworkQuotaDetail | undefined;
  readonly securityGroupRules: NetworkQuotaDetail | undefined;
}

/** Gets a project's network quota and its use. */
export async function getNetworkQuota(
  neutron: ServiceClient<"network">,
  projectId: string,
): Promise<NetworkQuota> {
  const { quota } = await neutron.json(quotaSchema, {
    path: path`/quotas/${projectId}/details`,
  });
  return {
    networks: quota.network ?? undefined,
    subnets: quota.subnet ?? undefined,
    ports: quota.port ?? undefined,
    routers: quota.router ?? undefined,
    floatingIps: quota.floatingip ?? undefined,
    securityGroups: quota.security_group ?? undefined,
    securityGroupRules: quota.security_group_rule ?? undefined,
  };
}
