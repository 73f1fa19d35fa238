import { computeError, type Flavor, type Nova } from "./nova.ts";

/** What Nova counts; those that are not used by servers are shown only. */
export const computeQuotaNames = [
  "instances",
  "cores",
  "ram",
  "key_pairs",
  "metadata_items",
  "server_groups",
  "server_group_members",
  "injected_files",
  "injected_file_content_bytes",
  "injected_file_path_bytes",
  "fixed_ips",
  "floating_ips",
  "security_groups",
  "security_group_rules",
] as const;

/** Limits of what is written into a server, which no cloud leaves open. */
const injectionLimits: Readonly<Record<string, number>> = {
  injected_files: 5,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
};

/** A project's limit; -1 is unlimited. */
export function computeLimit(nova: Nova, projectId: string, name: string): number {
  return nova.quotas.get(projectId)?.[name] ?? injectionLimits[name] ?? -1;
}

/** How much a project uses of instances, cores and ram (MiB). */
export function computeUsage(nova: Nova, projectId: string): Record<string, number> {
  const servers = [...nova.servers.values()].filter((server) => server.projectId === projectId);
  return {
    instances: servers.length,
    cores: servers.reduce((sum, server) => sum + server.flavor.vcpus, 0),
    ram: servers.reduce((sum, server) => sum + server.flavor.ram, 0),
    server_groups: [...nova.serverGroups.values()].filter((one) => one.projectId === projectId)
      .length,
  };
}

/** Refuses another server of this flavor where the project's quota is used up. */
export function takeComputeQuota(nova: Nova, projectId: string, flavor: Flavor): void {
  const used = computeUsage(nova, projectId);
  const wanted: Record<string, number> = { instances: 1, cores: flavor.vcpus, ram: flavor.ram };
  const over = Object.entries(wanted).filter(([name, amount]) => {
    const limit = computeLimit(nova, projectId, name);
    return limit >= 0 && (used[name] ?? 0) + amount > limit;
  });
  if (over.length === 0) return;
  const text = (figure: (name: string, amount: number) => number) =>
    over.map(([name, amount]) => figure(name, amount)).join(", ");
  throw computeError(
    403,
    "Forbidden",
    `Quota exceeded for ${over.map(([name]) => name).join(", ")}: Requested ${text((_name, amount) => amount)}, but already used ${text((name) => used[name] ?? 0)} of ${text((name) => computeLimit(nova, projectId, name))} ${over.map(([name]) => name).join(", ")}`,
  );
}
