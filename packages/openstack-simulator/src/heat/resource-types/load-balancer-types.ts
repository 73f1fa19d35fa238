import type { PropertySchema } from "@jeroboam/hot";
import type { JsonObject } from "../../json.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { type PartType, partType } from "./load-balancer-part.ts";
import { idOf } from "./network-values.ts";

const switchedOn: PropertySchema = { type: "boolean", default: true, updateAllowed: true };
const description: PropertySchema = { type: "string", default: "", updateAllowed: true };
const name: PropertySchema = { type: "string", updateAllowed: true };
const portNumber: PropertySchema = {
  type: "integer",
  required: true,
  constraints: [{ range: { min: 1, max: 65_535 } }],
};
const protocol: PropertySchema = {
  type: "string",
  required: true,
  constraints: [{ allowedValues: ["TCP", "HTTP", "HTTPS", "TERMINATED_HTTPS", "PROXY", "UDP"] }],
};

function loadBalancerFields(scope: ResourceScope): JsonObject {
  const { neutron } = scope.heat.cloud;
  const subnetId = idOf(scope, neutron.subnets, "subnet", scope.properties["vip_subnet"]);
  return {
    vip_subnet_id: subnetId,
    vip_network_id: neutron.subnets.get(subnetId ?? "")?.network_id,
  };
}

const parts: readonly PartType[] = [
  {
    type: "OS::Octavia::LoadBalancer",
    kind: "loadbalancer",
    parents: [],
    attributes: ["vip_address", "vip_port_id", "vip_subnet_id", "pools", "flavor_id", "show"],
    properties: {
      admin_state_up: switchedOn,
      availability_zone: { type: "string" },
      description,
      flavor: { type: "string" },
      name,
      provider: { type: "string" },
      tenant_id: { type: "string" },
      vip_address: { type: "string", constraints: [{ customConstraint: "ip_addr" }] },
      vip_subnet: {
        type: "string",
        required: true,
        constraints: [{ customConstraint: "neutron.subnet" }],
      },
    },
    fields: loadBalancerFields,
  },
  {
    type: "OS::Octavia::Listener",
    kind: "listener",
    parents: ["loadbalancer", "default_pool"],
    attributes: ["loadbalancers", "default_pool_id", "show"],
    properties: {
      admin_state_up: switchedOn,
      allowed_cidrs: {
        type: "list",
        updateAllowed: true,
        items: { type: "string", constraints: [{ customConstraint: "net_cidr" }] },
      },
      connection_limit: {
        type: "integer",
        default: -1,
        updateAllowed: true,
        constraints: [{ range: { min: -1 } }],
      },
      default_pool: {
        type: "string",
        updateAllowed: true,
        constraints: [{ customConstraint: "octavia.pool" }],
      },
      default_tls_container_ref: { type: "string", updateAllowed: true },
      description,
      loadbalancer: { type: "string", constraints: [{ customConstraint: "octavia.loadbalancer" }] },
      name,
      protocol,
      protocol_port: portNumber,
      sni_container_refs: { type: "list", updateAllowed: true },
      tenant_id: { type: "string" },
    },
  },
  {
    type: "OS::Octavia::Pool",
    kind: "pool",
    parents: ["listener", "loadbalancer"],
    attributes: ["healthmonitor_id", "listeners", "members", "show"],
    properties: {
      admin_state_up: switchedOn,
      description,
      lb_algorithm: {
        type: "string",
        required: true,
        updateAllowed: true,
        constraints: [
          { allowedValues: ["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP", "SOURCE_IP_PORT"] },
        ],
      },
      listener: { type: "string", constraints: [{ customConstraint: "octavia.listener" }] },
      loadbalancer: { type: "string", constraints: [{ customConstraint: "octavia.loadbalancer" }] },
      name,
      protocol,
      session_persistence: { type: "map", updateAllowed: true },
      tls_enabled: { type: "boolean", default: false, updateAllowed: true },
    },
  },
  {
    type: "OS::Octavia::PoolMember",
    kind: "member",
    parents: ["pool"],
    attributes: ["show"],
    properties: {
      address: { type: "string", required: true, constraints: [{ customConstraint: "ip_addr" }] },
      admin_state_up: switchedOn,
      monitor_address: { type: "string", constraints: [{ customConstraint: "ip_addr" }] },
      monitor_port: { type: "integer", constraints: [{ range: { min: 1, max: 65_535 } }] },
      pool: { type: "string", required: true, constraints: [{ customConstraint: "octavia.pool" }] },
      protocol_port: portNumber,
      subnet: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
      tags: { type: "list", updateAllowed: true },
      weight: {
        type: "integer",
        default: 1,
        updateAllowed: true,
        constraints: [{ range: { min: 0, max: 256 } }],
      },
    },
  },
  {
    type: "OS::Octavia::HealthMonitor",
    kind: "healthmonitor",
    parents: ["pool"],
    attributes: ["pools", "show"],
    properties: {
      admin_state_up: switchedOn,
      delay: {
        type: "integer",
        required: true,
        updateAllowed: true,
        constraints: [{ range: { min: 0 } }],
      },
      expected_codes: { type: "string", updateAllowed: true },
      http_method: {
        type: "string",
        updateAllowed: true,
        constraints: [
          {
            allowedValues: [
              "GET",
              "HEAD",
              "POST",
              "PUT",
              "DELETE",
              "TRACE",
              "OPTIONS",
              "CONNECT",
              "PATCH",
            ],
          },
        ],
      },
      max_retries: {
        type: "integer",
        required: true,
        updateAllowed: true,
        constraints: [{ range: { min: 1, max: 10 } }],
      },
      pool: { type: "string", required: true, constraints: [{ customConstraint: "octavia.pool" }] },
      tenant_id: { type: "string" },
      timeout: {
        type: "integer",
        required: true,
        updateAllowed: true,
        constraints: [{ range: { min: 0 } }],
      },
      type: {
        type: "string",
        required: true,
        constraints: [{ allowedValues: ["PING", "TCP", "HTTP", "HTTPS", "UDP-CONNECT"] }],
      },
      url_path: { type: "string", updateAllowed: true },
    },
  },
];

/** Load balancers and what they are made of. */
export const loadBalancerTypes: readonly ResourceType[] = parts.map(partType);
