import type { SimulatorClock } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { DrawLatency } from "../latency.ts";
import type { Neutron } from "../neutron/neutron.ts";
import { createPort, deletePortRow } from "../neutron/ports.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";

/** The kinds of things a load balancer is made of. */
export type LoadBalancerPart = "loadbalancer" | "listener" | "pool" | "member" | "healthmonitor";

/** A load balancer or a part of one, in the API's fields. */
export interface LoadBalancerRow extends JsonObject {
  readonly id: string;
  readonly kind: LoadBalancerPart;
  readonly projectId: string;
  /** The load balancer it belongs to; its own id for one. */
  readonly loadBalancerId: string;
  provisioning_status: "PENDING_CREATE" | "PENDING_UPDATE" | "PENDING_DELETE" | "ACTIVE";
}

/** Octavia in memory; it has no API of its own here, only Heat uses it. */
export interface Octavia {
  readonly rows: Map<string, LoadBalancerRow>;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly latency: DrawLatency;
  readonly neutron: Neutron;
}

/** Makes an Octavia without any content. */
export function createOctavia(options: Omit<Octavia, "rows">): Octavia {
  return { rows: new Map(), ...options };
}

/** A row, or Octavia's 404. */
export function getLoadBalancerRow(octavia: Octavia, id: string): LoadBalancerRow {
  const row = octavia.rows.get(id);
  if (!row) throw new ServiceError("load-balancer", 404, "NotFound", `Not found: ${id}`);
  return row;
}

/** Begins to make a load balancer or a part; `ready` is called once it is ACTIVE. */
export function createLoadBalancerRow(
  octavia: Octavia,
  wanted: {
    readonly kind: LoadBalancerPart;
    readonly projectId: string;
    readonly parentId?: string;
    readonly fields: JsonObject;
  },
  ready: () => void,
): LoadBalancerRow {
  const id = octavia.random.uuid();
  const parent =
    wanted.parentId === undefined ? undefined : getLoadBalancerRow(octavia, wanted.parentId);
  const row: LoadBalancerRow = {
    ...wanted.fields,
    id,
    kind: wanted.kind,
    projectId: wanted.projectId,
    loadBalancerId: parent?.loadBalancerId ?? id,
    provisioning_status: "PENDING_CREATE",
    operating_status: "ONLINE",
  };
  if (wanted.kind === "loadbalancer") {
    const port = createPort(octavia.neutron, wanted.projectId, {
      name: `octavia-lb-${id}`,
      network_id: wanted.fields["vip_network_id"],
      device_id: `lb-${id}`,
      device_owner: "Octavia",
      ...(wanted.fields["vip_subnet_id"]
        ? {
            fixed_ips: [
              {
                subnet_id: wanted.fields["vip_subnet_id"],
                ...(wanted.fields["vip_address"]
                  ? { ip_address: wanted.fields["vip_address"] }
                  : {}),
              },
            ],
          }
        : {}),
    });
    row["vip_port_id"] = port.id;
    row["vip_address"] = port.fixed_ips[0]?.ip_address ?? "";
  }
  if (wanted.kind === "pool" && parent?.kind === "listener") parent["default_pool_id"] = id;
  octavia.rows.set(id, row);
  octavia.clock.after(
    octavia.latency("loadBalancerBuild") / (wanted.kind === "loadbalancer" ? 1 : 4),
    () => {
      row.provisioning_status = "ACTIVE";
      ready();
    },
  );
  return row;
}

/** Takes a row away, a load balancer's address too. */
export function deleteLoadBalancerRow(octavia: Octavia, id: string): void {
  const row = octavia.rows.get(id);
  if (!row) return;
  if (row.kind === "loadbalancer" && typeof row["vip_port_id"] === "string") {
    deletePortRow(octavia.neutron, row["vip_port_id"]);
  }
  octavia.rows.delete(id);
  for (const other of octavia.rows.values()) {
    if (other["default_pool_id"] === id) other["default_pool_id"] = null;
  }
}
