import type { z } from "zod";
import { MAXIMUM, MINIMUM, VERSION_HEADER, versionText } from "../api/microversion.ts";
import { REQUEST_ID_HEADER } from "../api/request-id.ts";
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
}

/** Words of a path that say nothing which the operation's own name does not. */
const SILENT = ["v1", "actions", "detail"];

/** Puts the routes of one method and path together, without those that only refuse. */
export function operationsOf(routes: readonly Route[]): readonly Operation[] {
  const offered = routes.filter(({ isRefusal = false }) => !isRefusal);
  const groups = Map.groupBy(offered, ({ method, path }) => `${method} ${path}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const path = first.path.replaceAll(/:(\w+)/g, "{$1}");
    const words = path
      .split("/")
      .filter((word) => word && !word.startsWith("{") && ![...SILENT, first.name].includes(word));
    const operationId = [...words, first.name].join("_");
    return [{ method: first.method, path, operationId, routes: group }];
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
            .map((one) => [one.status, answerObject(summary, one, nameOf)]),
        ),
      ),
      ...(isTagged(operation) && { "304": { description: "The caller has this version." } }),
      "401": { $ref: "#/components/responses/Unauthenticated" },
      default: { $ref: "#/components/responses/Refused" },
    },
  };
}

/** Whether a caller may ask for what it does not have yet. */
function isTagged({ method, routes }: Operation): boolean {
  return method === "GET" && routes.some(({ answer }) => answer.headers?.includes("ETag"));
}

function parametersOf(operation: Operation): readonly object[] {
  const { path, routes } = operation;
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
    ...(routes.some(({ repeatable }) => repeatable) ? ["IdempotencyKey"] : []),
    ...(routes.some(({ conditional }) => conditional) ? ["IfMatch"] : []),
    ...(isTagged(operation) ? ["IfNoneMatch"] : []),
  ];
  const referred = inHeaders.map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...inPath, ...inQuery, ...referred];
}

function answerObject(summary: string, answer: RouteAnswer, nameOf: NameOf): object {
  return {
    description: summary,
    headers: Object.fromEntries(
      [
        VERSION_HEADER,
        "OpenStack-API-Minimum-Version",
        "OpenStack-API-Maximum-Version",
        REQUEST_ID_HEADER,
        ...(answer.headers ?? []),
      ].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
    ),
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
