import { z } from "zod";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";

type Nova = ServiceClient<"compute">;

const limitsSchema = z
  .looseObject({
    limits: z.looseObject({
      absolute: z.looseObject({
        maxTotalInstances: z.number(),
        maxTotalCores: z.number(),
        maxTotalRAMSize: z.number(),
        maxTotalKeypairs: z.number().nullish(),
        maxServerGroups: z.number().nullish(),
        totalInstancesUsed: z.number(),
        totalCoresUsed: z.number(),
        totalRAMUsed: z.number(),
        totalServerGroupsUsed: z.number().nullish(),
      }),
    }),
  })
  .transform(({ limits: { absolute } }) => ({
    servers: { limit: absolute.maxTotalInstances, used: absolute.totalInstancesUsed },
    vcpus: { limit: absolute.maxTotalCores, used: absolute.totalCoresUsed },
    memoryMib: { limit: absolute.maxTotalRAMSize, used: absolute.totalRAMUsed },
    keypairLimit: absolute.maxTotalKeypairs ?? undefined,
    serverGroups: {
      limit: absolute.maxServerGroups ?? -1,
      used: absolute.totalServerGroupsUsed ?? 0,
    },
  }));
/** What the project may have and has; a limit of -1 is none. */
export type ComputeLimits = z.output<typeof limitsSchema>;

/** Gets the limits of the session's own project, and what is used of them. */
export async function getComputeLimits(nova: Nova): Promise<ComputeLimits> {
  return nova.json(limitsSchema, { path: "/limits" });
}

const quotaSchema = z
  .looseObject({
    quota_set: z.looseObject({
      instances: z.number(),
      cores: z.number(),
      ram: z.number(),
      key_pairs: z.number().nullish(),
      server_groups: z.number().nullish(),
      server_group_members: z.number().nullish(),
    }),
  })
  .transform(({ quota_set: quota }) => ({
    servers: quota.instances,
    vcpus: quota.cores,
    memoryMib: quota.ram,
    keypairs: quota.key_pairs ?? undefined,
    serverGroups: quota.server_groups ?? undefined,
    serverGroupMembers: quota.server_group_members ?? undefined,
  }));
/** A project's limits; -1 is none. */
export type ComputeQuota = z.output<typeof quotaSchema>;

/** Gets a project's compute quota. */
export async function getComputeQuota(nova: Nova, projectId: string): Promise<ComputeQuota> {
  return nova.json(quotaSchema, { path: path`/os-quota-sets/${projectId}` });
}
