import type { z } from "zod";
import { MAXIMUM, MINIMUM, versionText } from "../api/microversion.ts";
import type { Method, Route, RouteAnswer } from "../api/route.ts";
import { type JsonSchema, SCHEMAS_PATH } from "./json-schemas.ts";
import { queryParameter } from "./query-arguments.ts";

/** One method of one path, in all its microversions. */
export interface Operation {
  readonly method: Method;
  /** With `{name}` for one element. */
  readonly path: string;
  readonly operationId: string;
  /** One for each span of microversions; never empty. */
  readonly routes: readonly Route[];
  /** Whether what stands at the path has versions, with an entity tag each. */
  readonly isVersioned: boolean;
}

/** Words of a path that say nothing which the operation's own name does not. */
const SILENT = ["v1", "actions", "detail"];

/** Puts the routes of one method and path together. */
export function operationsOf(routes: readonly Route[]): readonly Operation[] {
  const versioned = new Set(routes.filter((one) => one.conditional).map((one) => one.path));
  const groups = Map.groupBy(routes, ({ method, path }) => `${method} ${path}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const path = first.path.replaceAll(/:(\w+)/g, "{$1}");
    const words = path
      .split("/")
      .filter((word) => word && !word.startsWith("{") && ![...SILENT, first.name].includes(word));
    const operationId = [...words, first.name].join("_");
    const isVersioned = versioned.has(first.path);
    return [{ method: first.method, path, operationId, routes: group, isVersioned }];
  });
}

/** What an operation's schemas are called. */
export type NameOf = (schema: z.ZodType) => string;

/** The operation object of OpenAPI. */
export function operationObject(operation: Operation, nameOf: NameOf): JsonSchema {
  const { routes, operationId, path } = operation;
  const [first] = routes;
  const [tag = ""] = path.split("/").filter((word) => word && word !== "v1");
  const body = routes.map((route) => route.body).find(Boolean);
  return {
    operationId,
    summary: first?.summary,
    tags: [tag],
    ...versionSpan(routes),
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: { required: true, content: jsonContent(nameOf(body)) },
    }),
    responses: {
      ...Object.fromEntries(
        routes.flatMap(({ summary, answer, otherAnswer }) =>
          [answer, otherAnswer]
            .filter((one) => one !== undefined)
            .map((one) => [one.status, answerObject(summary, one, operation, nameOf)]),
        ),
      ),
      ...(operation.isVersioned &&
        operation.method === "GET" && { "304": { description: "The caller has this version." } }),
      "401": { $ref: "#/components/responses/Unauthenticated" },
      default: { $ref: "#/components/responses/Refused" },
    },
  };
}

function parametersOf({ method, path, routes, isVersioned }: Operation): readonly object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", minLength: 1 },
  }));
  const names = [...new Set(routes.flatMap((route) => route.arguments ?? []))];
  const inQuery = names.map((name) => ({
    ...queryParameter(name),
    ...versionSpan(routes.filter((route) => route.arguments?.includes(name))),
  }));
  const inHeaders = [
    "Microversion",
    ...(method === "POST" ? ["IdempotencyKey"] : []),
    ...(isVersioned ? [method === "GET" ? "IfNoneMatch" : "IfMatch"] : []),
  ];
  const referred = inHeaders.map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...inPath, ...inQuery, ...referred];
}

function answerObject(
  summary: string,
  answer: RouteAnswer,
  { isVersioned }: Operation,
  nameOf: NameOf,
): object {
  return {
    description: summary,
    headers: {
      ...Object.fromEntries(
        [
          "OpenStack-API-Version",
          "OpenStack-API-Minimum-Version",
          "OpenStack-API-Maximum-Version",
          "X-Openstack-Request-Id",
        ].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
      ),
      ...(answer.status === 201 && {
        Location: { $ref: "#/components/headers/Location" },
      }),
      ...(isVersioned && answer.body && { ETag: { $ref: "#/components/headers/ETag" } }),
    },
    ...(answer.body && { content: jsonContent(nameOf(answer.body)) }),
  };
}

function jsonContent(name: string): object {
  return { "application/json": { schema: { $ref: `${SCHEMAS_PATH}${name}` } } };
}

/** In which microversions there is one of the routes; nothing where it is in all. */
function versionSpan(routes: readonly Route[]): object {
  const since = Math.min(...routes.map((route) => route.since ?? MINIMUM));
  const until = Math.max(...routes.map((route) => route.until ?? MAXIMUM));
  if (since === MINIMUM && until === MAXIMUM) return {};
  return {
    "x-openstack": {
      ...(since > MINIMUM && { "min-ver": versionText(since) }),
      ...(until < MAXIMUM && { "max-ver": versionText(until) }),
    },
  };
}
