import type { SimulatorClock } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { type Identity, isAdmin } from "../keystone/identity.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";
import type { NetworkQuotaName } from "./network-quota.ts";

/** What every row of Neutron has. */
export interface NetworkRow extends JsonObject {
  readonly id: string;
  name?: string;
  project_id: string;
  tenant_id: string;
}

/** A network. */
export interface Network extends NetworkRow {
  name: string;
  admin_state_up: boolean;
  shared: boolean;
  "router:external": boolean;
  subnets: readonly string[];
}

/** A range of addresses to give out, both ends included. */
export interface AllocationPool {
  readonly start: string;
  readonly end: string;
}

/** A subnet of IPv4. */
export interface Subnet extends NetworkRow {
  name: string;
  readonly network_id: string;
  readonly cidr: string;
  gateway_ip: string | null;
  allocation_pools: readonly AllocationPool[];
}

/** One address of a port. */
export interface FixedIp {
  readonly subnet_id: string;
  readonly ip_address: string;
}

/** A port; those of routers and floating IPs on the external network belong to nobody. */
export interface Port extends NetworkRow {
  name: string;
  readonly network_id: string;
  readonly mac_address: string;
  fixed_ips: readonly FixedIp[];
  security_groups: readonly string[];
  device_id: string;
  device_owner: string;
  status: string;
}

/** Where a router goes out. */
export interface ExternalGateway {
  readonly network_id: string;
  readonly enable_snat: boolean;
  readonly external_fixed_ips: readonly FixedIp[];
}

/** A router. */
export interface Router extends NetworkRow {
  name: string;
  external_gateway_info: ExternalGateway | null;
}

/** A floating IP. */
export interface FloatingIp extends NetworkRow {
  readonly floating_network_id: string;
  readonly floating_ip_address: string;
  port_id: string | null;
  fixed_ip_address: string | null;
  router_id: string | null;
  status: string;
}

/** A security group; its rules are rows of their own. */
export interface SecurityGroup extends NetworkRow {
  name: string;
  description: string;
}

/** A rule of a security group. */
export interface SecurityGroupRule extends NetworkRow {
  readonly security_group_id: string;
}

/** Neutron's tables and what its operations need. */
export interface Neutron {
  readonly networks: Map<string, Network>;
  readonly subnets: Map<string, Subnet>;
  readonly ports: Map<string, Port>;
  readonly routers: Map<string, Router>;
  readonly floatingIps: Map<string, FloatingIp>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly securityGroupRules: Map<string, SecurityGroupRule>;
  /** Limits by project; an absent one is unlimited. */
  readonly quotas: Map<string, Partial<Record<NetworkQuotaName, number>>>;
  readonly clock: SimulatorClock;
  readonly random: Random;
}

/** Makes a Neutron without any content. */
export function createNeutron(options: Pick<Neutron, "clock" | "random">): Neutron {
  return {
    networks: new Map(),
    subnets: new Map(),
    ports: new Map(),
    routers: new Map(),
    floatingIps: new Map(),
    securityGroups: new Map(),
    securityGroupRules: new Map(),
    quotas: new Map(),
    ...options,
  };
}

/** Neutron's refusal with its own class of error. */
export function networkError(status: number, type: string, message: string): ServiceError {
  return new ServiceError("network", status, type, message);
}

/** Whether the identity may see or change a row. */
export function ownsRow(identity: Identity, row: NetworkRow): boolean {
  return isAdmin(identity) || (identity.projectId ?? "-") === row.project_id;
}

/** The fields with which every new row begins. */
export function newRow(neutron: Neutron, projectId: string) {
  const at = neutron.clock.date().toISOString().replace(/\.\d+/, "");
  return {
    id: neutron.random.uuid(),
    project_id: projectId,
    tenant_id: projectId,
    description: "",
    tags: [],
    created_at: at,
    updated_at: at,
    revision_number: 1,
  };
}

const tableOfQuota = {
  network: "networks",
  subnet: "subnets",
  port: "ports",
  router: "routers",
  floatingip: "floatingIps",
  security_group: "securityGroups",
  security_group_rule: "securityGroupRules",
} as const satisfies Record<NetworkQuotaName, keyof Neutron>;

/** How much of its quota a project uses. */
export function networkUsage(neutron: Neutron, name: NetworkQuotaName, projectId: string): number {
  const rows: Iterable<NetworkRow> = neutron[tableOfQuota[name]].values();
  let used = 0;
  for (const row of rows) if (row.project_id === projectId) used += 1;
  return used;
}

/** Refuses another row where the project's quota is used up. */
export function takeNetworkQuota(
  neutron: Neutron,
  name: NetworkQuotaName,
  projectId: string,
): void {
  const limit = neutron.quotas.get(projectId)?.[name] ?? -1;
  if (limit >= 0 && networkUsage(neutron, name, projectId) >= limit) {
    throw networkError(409, "OverQuota", `Quota exceeded for resources: ['${name}'].`);
  }
}
