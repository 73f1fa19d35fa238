/** What Neutron counts. */
export const networkQuotaNames = [
  "network",
  "subnet",
  "port",
  "router",
  "floatingip",
  "security_group",
  "security_group_rule",
] as const;

/** Something Neutron counts. */
export type NetworkQuotaName = (typeof networkQuotaNames)[number];

/** Whether a name is one of Neutron's quotas. */
export function isNetworkQuotaName(name: string): name is NetworkQuotaName {
  return networkQuotaNames.some((one) => one === name);
}
