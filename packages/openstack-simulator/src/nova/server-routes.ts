import type { Answer, Call, Route } from "../http/route.ts";
import { isJsonObject, objectAt, textOf } from "../json.ts";
import { isAdmin } from "../keystone/identity.ts";
import { computeError, computeLinks, type Nova, type Server } from "./nova.ts";
import { microversionOf } from "./microversion.ts";
import { nextPageLinks } from "./page-links.ts";
import { serverAddresses, serverBody } from "./server-body.ts";
import { createServer, deleteServer, getServer, passThrough, setMetadata } from "./servers.ts";

function listServers(nova: Nova, call: Call, isDetailed: boolean): Answer {
  const { query, identity, origin } = call;
  const everyProject = isAdmin(identity) && /^(1|true)$/i.test(query.get("all_tenants") ?? "");
  const name = query.get("name");
  const status = query.get("status");
  const found = [...nova.servers.values()].filter(
    (server) =>
      (everyProject || server.projectId === identity.projectId) &&
      (name === null || new RegExp(name).test(server.name)) &&
      (status === null || server.status === status.toUpperCase()),
  );
  const marker = query.get("marker");
  const start = marker === null ? 0 : found.findIndex((server) => server.id === marker) + 1;
  const limit = Number(query.get("limit") ?? 1000);
  const page = found.slice(start, start + limit);
  return {
    body: {
      servers: page.map((server) =>
        isDetailed
          ? serverBody(nova, server, origin, microversionOf(call.headers))
          : {
              id: server.id,
              name: server.name,
              links: computeLinks(origin, `servers/${server.id}`),
            },
      ),
      ...nextPageLinks("servers", page, limit, call),
    },
  };
}

/** The last lines of a server's log, or all of them. */
function consoleTail(server: Server, lines: unknown): string {
  const log = server.consoleLog.replace(/\n$/, "").split("\n");
  return log.slice(typeof lines === "number" && lines > 0 ? -lines : 0).join("\n");
}

function act(nova: Nova, server: Server, call: Call): Answer {
  const [action = ""] = Object.keys(call.body);
  switch (action) {
    case "os-getConsoleOutput":
      return { body: { output: consoleTail(server, objectAt(call.body, action)["length"]) } };
    case "reboot":
      passThrough(nova, server, "REBOOT");
      return { status: 202 };
    case "os-start":
      passThrough(nova, server, server.status);
      return { status: 202 };
    case "os-stop":
      passThrough(nova, server, server.status, "SHUTOFF");
      return { status: 202 };
    default:
      throw computeError(400, "BadRequest", `There is no such action: ${action}`);
  }
}

/** Servers: make, list, look at, rename, act on, delete. */
export function serverRoutes(nova: Nova): readonly Route[] {
  const serverOf = (call: Call): Server => {
    const id = call.path["id"] ?? "";
    const server = getServer(nova, id);
    if (server.projectId !== call.identity.projectId && !isAdmin(call.identity)) {
      throw computeError(404, "NotFound", `Instance ${id} could not be found.`);
    }
    return server;
  };
  return [
    {
      method: "GET",
      path: "/servers",
      operation: "listServers",
      handle: (call) => listServers(nova, call, false),
    },
    {
      method: "GET",
      path: "/servers/detail",
      operation: "listServers",
      handle: (call) => listServers(nova, call, true),
    },
    {
      method: "POST",
      path: "/servers",
      operation: "createServer",
      handle: (call) => {
        const owner = { projectId: call.identity.projectId ?? "", userId: call.identity.userId };
        const server = createServer(nova, owner, objectAt(call.body, "server"));
        return {
          status: 202,
          headers: { location: `${call.origin}/compute/v2.1/servers/${server.id}` },
          body: {
            server: {
              id: server.id,
              adminPass: nova.random.hex(12),
              "OS-DCF:diskConfig": "MANUAL",
              security_groups: server.securityGroups.map((name) => ({ name })),
              links: computeLinks(call.origin, `servers/${server.id}`),
            },
          },
        };
      },
    },
    {
      method: "GET",
      path: "/servers/:id",
      operation: "showServer",
      handle: (call) => ({
        body: {
          server: serverBody(nova, serverOf(call), call.origin, microversionOf(call.headers)),
        },
      }),
    },
    {
      method: "PUT",
      path: "/servers/:id",
      operation: "updateServer",
      handle: (call) => {
        const server = serverOf(call);
        const name = objectAt(call.body, "server")["name"];
        if (typeof name === "string") server.name = name;
        return {
          body: { server: serverBody(nova, server, call.origin, microversionOf(call.headers)) },
        };
      },
    },
    {
      method: "DELETE",
      path: "/servers/:id",
      operation: "deleteServer",
      handle: (call) => {
        deleteServer(nova, serverOf(call).id);
        return { status: 204 };
      },
    },
    {
      method: "POST",
      path: "/servers/:id/action",
      operation: "actOnServer",
      handle: (call) => act(nova, serverOf(call), call),
    },
    {
      method: "GET",
      path: "/servers/:id/ips",
      operation: "listServerAddresses",
      handle: (call) => ({ body: { addresses: serverAddresses(nova, serverOf(call)) } }),
    },
    {
      method: "GET",
      path: "/servers/:id/os-interface",
      operation: "listServerInterfaces",
      handle: (call) => ({
        body: {
          interfaceAttachments: serverOf(call).portIds.flatMap((id) => {
            const port = nova.neutron.ports.get(id);
            if (!port) return [];
            return [
              {
                port_id: port.id,
                net_id: port.network_id,
                mac_addr: port.mac_address,
                port_state: port.status,
                fixed_ips: port.fixed_ips,
              },
            ];
          }),
        },
      }),
    },
    {
      method: "POST",
      path: "/servers/:id/metadata",
      operation: "updateServerMetadata",
      handle: (call) => {
        const server = serverOf(call);
        const given = isJsonObject(call.body["metadata"]) ? call.body["metadata"] : {};
        const added = Object.entries(given).map(([key, value]) => [key, textOf(value)]);
        setMetadata(nova, server, { ...server.metadata, ...Object.fromEntries(added) });
        return { body: { metadata: server.metadata } };
      },
    },
  ];
}
