import { z } from "zod";
import { undefinedIfAbsent } from "../transport/absence.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { anyObject, replyObject, timestamp } from "../wire/reply-object.ts";
import { stackLookupPath, stackPath } from "./stack-path.ts";

type Orchestration = ServiceClient<"orchestration">;

const linksSchema = z.array(z.looseObject({ rel: z.string(), href: z.string() })).nullish();

const resourceSchema = replyObject({
  resource_name: z.string(),
  logical_resource_id: z.string().nullish(),
  /** Undefined or empty until the thing exists. */
  physical_resource_id: z.string().nullish(),
  resource_type: z.string(),
  /** Action and phase, for example `CREATE_COMPLETE`. */
  resource_status: z.string(),
  resource_status_reason: z.string().nullish(),
  creation_time: timestamp.nullish(),
  updated_time: timestamp.nullish(),
  /** Names of the resources in the same stack that need this one. */
  required_by: z.array(z.string()).nullish(),
  /** The resource of the outer stack that this one's stack is; only with a nested depth. */
  parent_resource: z.string().nullish(),
  description: z.string().nullish(),
  /** Values by attribute name, where one resource is shown. */
  attributes: anyObject.nullish(),
  links: linksSchema,
}).transform(({ links, ...resource }) => ({
  ...resource,
  /** The stack that holds it, read from its link. */
  stack: stackOfLink(links?.find(({ rel }) => rel === "stack")?.href),
  /** The id of the stack behind it, where it is a nested one. */
  nestedStackId: stackOfLink(links?.find(({ rel }) => rel === "nested")?.href)?.id,
}));
/** One resource of a stack. */
export type StackResource = z.output<typeof resourceSchema>;

/**
 * Lists a stack's resources.
 *
 * @param choice - `nestedDepth`: how many levels of nested stacks to go into; none where undefined.
 */
export async function listStackResources(
  heat: Orchestration,
  stack: string,
  choice: {
    readonly nestedDepth?: number;
    readonly name?: string;
    readonly status?: string;
    readonly type?: string;
  } = {},
): Promise<readonly StackResource[]> {
  const { nestedDepth, ...filter } = choice;
  const reply = await heat.json(z.looseObject({ resources: z.array(resourceSchema) }), {
    path: `${stackLookupPath(stack)}/resources`,
    query: { nested_depth: nestedDepth, ...filter },
  });
  return reply.resources;
}

/** Gets one resource of a stack by its name in the template, with its attributes. */
export async function getStackResource(
  heat: Orchestration,
  stack: string,
  resource: string,
): Promise<StackResource> {
  const reply = await heat.json(z.looseObject({ resource: resourceSchema }), {
    path: `${await stackPath(heat, stack)}${path`/resources/${resource}`}`,
  });
  return reply.resource;
}

/** Like {@link getStackResource}; undefined when there is no such resource or no such stack. */
export async function findStackResource(
  heat: Orchestration,
  stack: string,
  resource: string,
): Promise<StackResource | undefined> {
  return undefinedIfAbsent(getStackResource(heat, stack, resource));
}

/** The metadata of a resource, as the template and signals set it. */
export async function getStackResourceMetadata(
  heat: Orchestration,
  stack: string,
  resource: string,
): Promise<Readonly<Record<string, unknown>>> {
  const reply = await heat.json(z.looseObject({ metadata: anyObject }), {
    path: `${await stackPath(heat, stack)}${path`/resources/${resource}/metadata`}`,
  });
  return reply.metadata;
}

/**
 * Signals a resource: a wait condition's handle takes `{status, reason, id, data}`, a scaling policy
 * nothing.
 */
export async function signalStackResource(
  heat: Orchestration,
  stack: string,
  resource: string,
  data?: Readonly<Record<string, unknown>>,
): Promise<void> {
  await heat.send({
    method: "POST",
    path: `${await stackPath(heat, stack)}${path`/resources/${resource}/signal`}`,
    json: data ?? {},
  });
}

function stackOfLink(href: string | undefined) {
  const match = /\/stacks\/([^/]+)\/([^/]+)/.exec(href ?? "");
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { name: decodeURIComponent(match[1]), id: match[2] };
}
