import type { Answer, Call, Route } from "../http/route.ts";
import type { JsonObject } from "../json.ts";
import type { Heat } from "./heat.ts";
import { entityNotFound, heatError } from "./heat-error.ts";
import { signalUnseen } from "./resource-signals.ts";
import { eventBody, resourceDetail, resourceSummary } from "./stack-body.ts";
import { stackOf } from "./stack-routes.ts";
import { type HeatEvent, type HeatResource, type Stack, stateOf } from "./stack.ts";

/** A stack and the nested ones below it, down to a depth. */
function withNested(stack: Stack, depth: number): Stack[] {
  if (depth <= 0) return [stack];
  const inner = [...stack.resources.values()].flatMap((one) =>
    one.nested && one.nested.deletedAt === undefined ? withNested(one.nested, depth - 1) : [],
  );
  return [stack, ...inner];
}

const resourceFilters: Readonly<Record<string, (resource: HeatResource) => string>> = {
  name: (resource) => resource.name,
  resource_name: (resource) => resource.name,
  status: (resource) => resource.status,
  resource_status: stateOf,
  action: (resource) => resource.action,
  resource_action: (resource) => resource.action,
  type: (resource) => resource.type,
  resource_type: (resource) => resource.type,
  physical_resource_id: (resource) => resource.physicalId ?? "",
  id: (resource) => resource.uuid,
};

function depthOf(call: Call): number {
  const given = call.query.get("nested_depth") ?? "0";
  if (!/^\d+$/.test(given)) {
    throw heatError(400, "HTTPBadRequest", "Only integer is allowed for nested_depth.");
  }
  return Number(given);
}

function listResources(heat: Heat, call: Call): Answer {
  const stack = stackOf(heat, call);
  if (stack.deletedAt !== undefined) throw entityNotFound("Stack", stack.name);
  const filters = Object.entries(resourceFilters).flatMap(([key, read]) => {
    const wanted = call.query.getAll(key);
    return wanted.length > 0 ? [(resource: HeatResource) => wanted.includes(read(resource))] : [];
  });
  const found = withNested(stack, depthOf(call))
    .flatMap((each) => [...each.resources.values()])
    .filter((resource) => filters.every((fits) => fits(resource)));
  const isDetailed = /^true$/i.test(call.query.get("with_detail") ?? "");
  return {
    body: {
      resources: found.map((resource) =>
        isDetailed
          ? resourceDetail(heat, resource, call.origin, [])
          : resourceSummary(heat, resource, call.origin),
      ),
    },
  };
}

function resourceOf(heat: Heat, call: Call): HeatResource {
  const stack = stackOf(heat, call);
  const name = call.path["resource"] ?? "";
  const resource = stack.resources.get(name);
  if (!resource) {
    throw heatError(
      404,
      "ResourceNotFound",
      `The Resource (${name}) could not be found in Stack ${stack.name}.`,
    );
  }
  return resource;
}

function listEvents(heat: Heat, call: Call, resourceName: string | undefined): Answer {
  const stack = stackOf(heat, call);
  const { query } = call;
  const events = withNested(stack, depthOf(call))
    .flatMap((owner) => owner.events.map((event): [Stack, HeatEvent] => [owner, event]))
    .filter(([, event]) => resourceName === undefined || event.resourceName === resourceName)
    .filter(([, event]) =>
      ["resource_name", "resource_status", "resource_action", "resource_type"].every((key) => {
        const wanted = query.getAll(key);
        const own: Record<string, string> = {
          resource_name: event.resourceName,
          resource_status: event.status,
          resource_action: event.action,
          resource_type: event.resourceType,
        };
        return wanted.length === 0 || wanted.includes(own[key] ?? "");
      }),
    )
    .toSorted(([, one], [, other]) => one.at.getTime() - other.at.getTime());
  const ordered = query.get("sort_dir") === "asc" ? events : events.toReversed();
  const marker = query.get("marker");
  const start = marker === null ? 0 : ordered.findIndex(([, event]) => event.id === marker) + 1;
  const limit = Number(query.get("limit") ?? 0) || ordered.length;
  return {
    body: {
      events: ordered
        .slice(start, start + limit)
        .map(([owner, event]) => ({ ...eventBody(owner, event, call.origin, false) })),
    },
  };
}

/** Resources and events of stacks, signals, and the types there are. */
export function resourceRoutes(heat: Heat): readonly Route[] {
  const one = "/v1/:project/stacks/:name/:id";
  return [
    {
      method: "GET",
      path: `${one}/resources`,
      operation: "listResources",
      handle: (call) => listResources(heat, call),
    },
    {
      method: "GET",
      path: `${one}/resources/:resource`,
      operation: "showResource",
      handle: (call) => {
        const extra = call.query.getAll("with_attr");
        return {
          body: { resource: resourceDetail(heat, resourceOf(heat, call), call.origin, extra) },
        };
      },
    },
    {
      method: "GET",
      path: `${one}/resources/:resource/metadata`,
      operation: "showResourceMetadata",
      handle: (call) => ({ body: { metadata: resourceOf(heat, call).metadata } }),
    },
    {
      method: "POST",
      path: `${one}/resources/:resource/signal`,
      operation: "signalResource",
      handle: (call) => {
        const isEmpty = Object.keys(call.body).length === 0 && call.text === "";
        signalUnseen(
          heat,
          resourceOf(heat, call),
          isEmpty ? undefined : call.text === "" ? call.body : call.text,
        );
        return {};
      },
    },
    {
      method: "GET",
      path: `${one}/events`,
      operation: "listEvents",
      handle: (call) => listEvents(heat, call, undefined),
    },
    {
      method: "GET",
      path: `${one}/resources/:resource/events`,
      operation: "listEvents",
      handle: (call) => listEvents(heat, call, call.path["resource"]),
    },
    {
      method: "GET",
      path: `${one}/resources/:resource/events/:event`,
      operation: "showEvent",
      handle: (call) => {
        const stack = stackOf(heat, call);
        const event = stack.events.find((each) => each.id === call.path["event"]);
        if (!event) throw entityNotFound("Event", call.path["event"] ?? "");
        return { body: { event: eventBody(stack, event, call.origin, true) } };
      },
    },
    {
      method: "GET",
      path: "/v1/:project/resource_types",
      operation: "listResourceTypes",
      handle: () => ({ body: { resource_types: [...heat.types.keys()].toSorted() } }),
    },
    {
      method: "GET",
      path: "/v1/:project/resource_types/:type",
      operation: "showResourceType",
      handle: (call) => {
        const name = call.path["type"] ?? "";
        const type = heat.types.get(name);
        if (!type) throw entityNotFound("Resource Type", name);
        const properties = Object.entries(type.properties).map(
          ([key, schema]): [string, JsonObject] => [
            key,
            {
              type: schema.type,
              required: schema.required ?? false,
              update_allowed: schema.updateAllowed ?? false,
              immutable: schema.immutable ?? false,
              ...(schema.default === undefined ? {} : { default: schema.default }),
            },
          ],
        );
        return {
          body: {
            resource_type: name,
            properties: Object.fromEntries(properties),
            attributes: Object.fromEntries(
              type.attributes.map((attribute) => [attribute, { description: "" }]),
            ),
            support_status: {
              status: "SUPPORTED",
              version: null,
              message: null,
              previous_status: null,
            },
          },
        };
      },
    },
  ];
}
