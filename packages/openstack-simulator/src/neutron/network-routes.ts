import type { Answer, Call, Route } from "../http/route.ts";
import { isJsonObject, type JsonObject, objectAt, textAt, textOf } from "../json.ts";
import { type Identity, isAdmin } from "../keystone/identity.ts";
import { createFloatingIp, deleteFloatingIp, updateFloatingIp } from "./floating-ips.ts";
import { isNetworkQuotaName, networkQuotaNames } from "./network-quota.ts";
import { createNetwork, deleteNetwork } from "./networks.ts";
import { networkError, type NetworkRow, networkUsage, type Neutron, ownsRow } from "./neutron.ts";
import { createPort, deletePort, updatePort } from "./ports.ts";
import {
  addRouterInterface,
  createRouter,
  deleteRouter,
  removeRouterInterface,
  updateRouter,
} from "./routers.ts";
import {
  createSecurityGroup,
  createSecurityGroupRule,
  deleteSecurityGroup,
  deleteSecurityGroupRule,
  rulesOf,
} from "./security-groups.ts";
import { createSubnet, deleteSubnet } from "./subnets.ts";

/** One collection of the API, by which all its routes are made. */
interface Collection {
  readonly path: string;
  readonly key: string;
  readonly operation: string;
  /** As in Neutron's 404: class and sentence. */
  readonly notFound: readonly [type: string, text: (id: string) => string];
  readonly rows: Map<string, NetworkRow>;
  create(projectId: string, given: JsonObject): NetworkRow;
  update?(id: string, change: JsonObject): NetworkRow;
  delete(id: string): void;
  show?(row: NetworkRow): JsonObject;
  /** Whether others than the owner may see it. */
  isOpen?(row: NetworkRow): boolean;
}

const missing = (noun: string) => (id: string) => `${noun} ${id} could not be found.`;

function collectionsOf(neutron: Neutron): readonly Collection[] {
  const isOpenNetwork = (row: NetworkRow | undefined) =>
    row?.["shared"] === true || row?.["router:external"] === true;
  return [
    {
      path: "networks",
      key: "network",
      operation: "Network",
      notFound: ["NetworkNotFound", missing("Network")],
      rows: neutron.networks,
      create: (projectId, given) => createNetwork(neutron, projectId, given),
      delete: (id) => deleteNetwork(neutron, id),
      isOpen: isOpenNetwork,
    },
    {
      path: "subnets",
      key: "subnet",
      operation: "Subnet",
      notFound: ["SubnetNotFound", missing("Subnet")],
      rows: neutron.subnets,
      create: (projectId, given) => createSubnet(neutron, projectId, given),
      delete: (id) => deleteSubnet(neutron, id),
      isOpen: (row) => neutron.networks.get(textOf(row["network_id"]))?.shared === true,
    },
    {
      path: "ports",
      key: "port",
      operation: "Port",
      notFound: ["PortNotFound", missing("Port")],
      rows: neutron.ports,
      create: (projectId, given) => createPort(neutron, projectId, given),
      update: (id, change) => updatePort(neutron, id, change),
      delete: (id) => deletePort(neutron, id),
    },
    {
      path: "routers",
      key: "router",
      operation: "Router",
      notFound: ["RouterNotFound", (id) => `Router ${id} could not be found`],
      rows: neutron.routers,
      create: (projectId, given) => createRouter(neutron, projectId, given),
      update: (id, change) => updateRouter(neutron, id, change),
      delete: (id) => deleteRouter(neutron, id),
    },
    {
      path: "floatingips",
      key: "floatingip",
      operation: "FloatingIp",
      notFound: ["FloatingIPNotFound", (id) => `Floating IP ${id} could not be found`],
      rows: neutron.floatingIps,
      create: (projectId, given) => createFloatingIp(neutron, projectId, given),
      update: (id, change) => updateFloatingIp(neutron, id, change),
      delete: (id) => deleteFloatingIp(neutron, id),
    },
    {
      path: "security-groups",
      key: "security_group",
      operation: "SecurityGroup",
      notFound: ["SecurityGroupNotFound", (id) => `Security group ${id} does not exist`],
      rows: neutron.securityGroups,
      create: (projectId, given) => createSecurityGroup(neutron, projectId, given),
      delete: (id) => deleteSecurityGroup(neutron, id),
      show: (row) => ({ ...row, security_group_rules: rulesOf(neutron, row.id) }),
    },
    {
      path: "security-group-rules",
      key: "security_group_rule",
      operation: "SecurityGroupRule",
      notFound: ["SecurityGroupRuleNotFound", (id) => `Security group rule ${id} does not exist`],
      rows: neutron.securityGroupRules,
      create: (projectId, given) => createSecurityGroupRule(neutron, projectId, given),
      delete: (id) => deleteSecurityGroupRule(neutron, id),
    },
  ];
}

const notFilters = new Set(["limit", "marker", "page_reverse", "sort_key", "sort_dir", "fields"]);

function fitsFilter(row: JsonObject, key: string, values: readonly string[]): boolean {
  if (key === "fixed_ips") {
    const ips = Array.isArray(row["fixed_ips"]) ? row["fixed_ips"].filter(isJsonObject) : [];
    return values.every((value) => {
      const [field = "", wanted = ""] = value.split("=");
      return ips.some((ip) => textOf(ip[field]) === wanted);
    });
  }
  if (key === "tags") {
    const tags = Array.isArray(row["tags"]) ? row["tags"] : [];
    return values.every((value) => value.split(",").every((tag) => tags.includes(tag)));
  }
  const actual = textOf(row[key]).toLowerCase();
  return values.some((value) => value.toLowerCase() === actual);
}

function withFields(row: JsonObject, fields: readonly string[]): JsonObject {
  if (fields.length === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([key]) => fields.includes(key)));
}

function collectionRoutes(collection: Collection): Route[] {
  const url = `/v2.0/${collection.path}`;
  const show = collection.show ?? ((row: NetworkRow): JsonObject => row);
  const find = (identity: Identity, id: string, isChange: boolean): NetworkRow => {
    const row = collection.rows.get(id);
    const isVisible = row && (ownsRow(identity, row) || (!isChange && collection.isOpen?.(row)));
    if (!row || !isVisible) {
      throw networkError(404, collection.notFound[0], collection.notFound[1](id));
    }
    return row;
  };
  const ownerOf = (call: Call, given: JsonObject): string => {
    const wanted = textAt(given, "project_id") ?? textAt(given, "tenant_id");
    return wanted !== undefined && isAdmin(call.identity)
      ? wanted
      : (call.identity.projectId ?? "");
  };
  const list = (call: Call): Answer => {
    const filters = [...new Set(call.query.keys())].filter((key) => !notFilters.has(key));
    const rows = [...collection.rows.values()].filter(
      (row) =>
        (ownsRow(call.identity, row) || collection.isOpen?.(row) === true) &&
        filters.every((key) => fitsFilter(row, key, call.query.getAll(key))),
    );
    const marker = call.query.get("marker");
    const start = marker === null ? 0 : rows.findIndex((row) => row.id === marker) + 1;
    const limit = Number(call.query.get("limit") ?? 0) || rows.length;
    const page = rows.slice(start, start + limit);
    const fields = call.query.getAll("fields");
    const key = collection.path.replaceAll("-", "_");
    return { body: { [key]: page.map((row) => withFields(show(row), fields)) } };
  };
  const change =
    collection.update ??
    ((id: string, fields: JsonObject) => {
      const row = collection.rows.get(id);
      if (row) Object.assign(row, fields);
      return row;
    });
  return [
    { method: "GET", path: url, operation: `list${collection.operation}s`, handle: list },
    {
      method: "POST",
      path: url,
      operation: `create${collection.operation}`,
      handle: (call) => {
        const given = objectAt(call.body, collection.key);
        const row = collection.create(ownerOf(call, given), given);
        return { status: 201, body: { [collection.key]: show(row) } };
      },
    },
    {
      method: "GET",
      path: `${url}/:id`,
      operation: `show${collection.operation}`,
      handle: (call) => {
        const row = find(call.identity, call.path["id"] ?? "", false);
        return { body: { [collection.key]: withFields(show(row), call.query.getAll("fields")) } };
      },
    },
    {
      method: "PUT",
      path: `${url}/:id`,
      operation: `update${collection.operation}`,
      handle: (call) => {
        const row = find(call.identity, call.path["id"] ?? "", true);
        const changed = change(row.id, objectAt(call.body, collection.key)) ?? row;
        return { body: { [collection.key]: show(changed) } };
      },
    },
    {
      method: "PUT",
      path: `${url}/:id/tags`,
      operation: `tag${collection.operation}`,
      handle: (call) => {
        const row = find(call.identity, call.path["id"] ?? "", true);
        row["tags"] = call.body["tags"];
        return { body: { tags: row["tags"] } };
      },
    },
    {
      method: "DELETE",
      path: `${url}/:id`,
      operation: `delete${collection.operation}`,
      handle: (call) => {
        collection.delete(find(call.identity, call.path["id"] ?? "", true).id);
        return { status: 204 };
      },
    },
  ];
}

/** Joining routers to subnets and parting them. */
function routerInterfaceRoutes(neutron: Neutron): Route[] {
  const answer = (routerId: string, port: NetworkRow): Answer => {
    const ips = neutron.ports.get(port.id)?.fixed_ips ?? [];
    return {
      body: {
        id: routerId,
        tenant_id: port.tenant_id,
        project_id: port.project_id,
        port_id: port.id,
        network_id: port["network_id"],
        subnet_id: ips[0]?.subnet_id ?? null,
        subnet_ids: ips.map((ip) => ip.subnet_id),
      },
    };
  };
  const routerOf = (call: Call): string => {
    const id = call.path["id"] ?? "";
    const router = neutron.routers.get(id);
    if (!router || !ownsRow(call.identity, router)) {
      throw networkError(404, "RouterNotFound", `Router ${id} could not be found`);
    }
    return id;
  };
  return [
    {
      method: "PUT",
      path: "/v2.0/routers/:id/add_router_interface",
      operation: "addRouterInterface",
      handle: (call) => {
        const id = routerOf(call);
        return answer(id, addRouterInterface(neutron, id, call.body));
      },
    },
    {
      method: "PUT",
      path: "/v2.0/routers/:id/remove_router_interface",
      operation: "removeRouterInterface",
      handle: (call) => {
        const id = routerOf(call);
        return answer(id, removeRouterInterface(neutron, id, call.body));
      },
    },
  ];
}

function quotaRoutes(neutron: Neutron): Route[] {
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
    {
      method: "GET",
      path: "/v2.0/quotas/:project/details.json",
      operation: "showQuotaDetails",
      handle: (call) => {
        const projectId = call.path["project"] ?? "";
        const details = Object.entries(limits(projectId)).map(([name, limit]) => [
          name,
          {
            limit,
            used: isNetworkQuotaName(name) ? networkUsage(neutron, name, projectId) : 0,
            reserved: 0,
          },
        ]);
        return { body: { quota: Object.fromEntries(details) } };
      },
    },
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

const extensionAliases = [
  "router",
  "external-net",
  "security-group",
  "quotas",
  "quota_details",
  "standard-attr-tag",
  "port-security",
  "allowed-address-pairs",
  "binding",
  "provider",
  "net-mtu",
  "project-id",
];

/** All of Neutron's API. */
export function networkRoutes(neutron: Neutron): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/v2.0",
      operation: "showVersion",
      open: true,
      handle: () => ({ body: { resources: [] } }),
    },
    {
      method: "GET",
      path: "/v2.0/extensions",
      operation: "listExtensions",
      handle: () => ({
        body: {
          extensions: extensionAliases.map((alias) => ({
            alias,
            name: alias,
            description: "",
            links: [],
            updated: "2022-10-05T00:00:00-00:00",
          })),
        },
      }),
    },
    {
      method: "GET",
      path: "/v2.0/extensions/:alias",
      operation: "showExtension",
      handle: (call) => {
        const alias = call.path["alias"] ?? "";
        if (!extensionAliases.includes(alias)) {
          throw networkError(
            404,
            "ExtensionNotFound",
            `Extension with alias ${alias} does not exist`,
          );
        }
        return { body: { extension: { alias, name: alias, description: "", links: [] } } };
      },
    },
    ...collectionsOf(neutron).flatMap(collectionRoutes),
    ...routerInterfaceRoutes(neutron),
    ...quotaRoutes(neutron),
  ];
}
