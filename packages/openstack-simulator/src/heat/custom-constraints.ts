import type { CustomConstraintCheck } from "@jeroboam/hot";
import type { Cloud } from "../cloud.ts";
import { findImage } from "../glance/glance.ts";
import { textOf } from "../json.ts";
import { parseCidr, parseIpv4 } from "../neutron/ipv4.ts";
import type { NetworkRow } from "../neutron/neutron.ts";
import { findFlavor, findKeypair } from "../nova/nova.ts";

/** For whom the check looks. */
export interface ConstraintOwner {
  readonly projectId: string;
  readonly userId: string;
}

type Check = (cloud: Cloud, owner: ConstraintOwner, value: string) => string | undefined;

/** Finds a row that the project may use, by id or by name. */
export function findNetworkRow<T extends NetworkRow>(
  rows: ReadonlyMap<string, T>,
  projectId: string,
  nameOrId: string,
): T | undefined {
  const byId = rows.get(nameOrId);
  if (byId) return byId;
  return [...rows.values()].find(
    (row) =>
      row.name === nameOrId &&
      (row.project_id === projectId || row["shared"] === true || row["router:external"] === true),
  );
}

function networkCheck(
  noun: string,
  rowsOf: (cloud: Cloud) => ReadonlyMap<string, NetworkRow>,
): Check {
  return (cloud, owner, value) =>
    findNetworkRow(rowsOf(cloud), owner.projectId, value)
      ? undefined
      : `Unable to find ${noun} with name or id '${value}'`;
}

const loadBalancerCheck: Check = (cloud, _owner, value) =>
  cloud.octavia.rows.has(value) ||
  [...cloud.octavia.rows.values()].some((row) => row["name"] === value)
    ? undefined
    : `${value} not found (HTTP 404)`;

const cidrText = (value: string): boolean => parseCidr(value) !== undefined || value.includes(":");

const checks: Readonly<Record<string, Check>> = {
  "glance.image": (cloud, _owner, value) =>
    findImage(cloud.glance, value) ? undefined : `No images matching {'name': '${value}'}.`,
  "nova.flavor": (cloud, _owner, value) =>
    findFlavor(cloud.nova, value)
      ? undefined
      : `No Flavor matching {'name': '${value}'}. (HTTP 404)`,
  "nova.keypair": (cloud, owner, value) =>
    findKeypair(cloud.nova, owner.userId, value)
      ? undefined
      : `The Key (${value}) could not be found.`,
  "nova.server": (cloud, _owner, value) =>
    cloud.nova.servers.has(value) ? undefined : `The Server (${value}) could not be found.`,
  "neutron.network": networkCheck("network", (cloud) => cloud.neutron.networks),
  "neutron.subnet": networkCheck("subnet", (cloud) => cloud.neutron.subnets),
  "neutron.router": networkCheck("router", (cloud) => cloud.neutron.routers),
  "neutron.port": networkCheck("port", (cloud) => cloud.neutron.ports),
  "neutron.security_group": networkCheck("security_group", (cloud) => cloud.neutron.securityGroups),
  "cinder.volume": (cloud, _owner, value) =>
    cloud.cinder.volumes.has(value) ? undefined : `The Volume (${value}) could not be found.`,
  "octavia.loadbalancer": loadBalancerCheck,
  "octavia.listener": loadBalancerCheck,
  "octavia.pool": loadBalancerCheck,
  ip_addr: (_cloud, _owner, value) =>
    parseIpv4(value) !== undefined || value.includes(":") ? undefined : "Invalid IP address",
  net_cidr: (_cloud, _owner, value) =>
    cidrText(value)
      ? undefined
      : parseIpv4(value) === undefined
        ? `Invalid net cidr invalid IPNetwork ${value} `
        : `'${value}' isn't a recognized IP subnet cidr, '${value}/32' is recommended`,
  ip_or_cidr: (_cloud, _owner, value) =>
    parseIpv4(value) !== undefined || cidrText(value)
      ? undefined
      : `${value} is not valid ip or cidr.`,
  mac_addr: (_cloud, _owner, value) =>
    /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value) ? undefined : "Invalid MAC address.",
};

/** The checks that Heat asks the cloud for; a constraint nobody here knows holds. */
export function customConstraints(cloud: Cloud, owner: ConstraintOwner): CustomConstraintCheck {
  return (constraint, value) => {
    const text = textOf(value);
    // Heat passes over empty values, which stand for "not given".
    if (text === "") return undefined;
    const reason = checks[constraint]?.(cloud, owner, text);
    return reason === undefined ? undefined : `Error validating value '${text}': ${reason}`;
  };
}
