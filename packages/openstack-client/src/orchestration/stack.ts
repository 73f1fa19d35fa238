import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { anyObject, replyObject, timestamp } from "../wire/reply-object.ts";
import { toWire } from "../wire/request-object.ts";
import { stackOutputSchema } from "./stack-output.ts";
import { stackLookupPath, stackPath } from "./stack-path.ts";
import {
  type ListStacksFilter,
  listStacksQuery,
  stackChangeSchema,
  stackRequestSchema,
} from "./stack-request.ts";

type Orchestration = ServiceClient<"orchestration">;

// Heat shows one empty tag where all were taken away.
const tagsSchema = z
  .array(z.string())
  .nullish()
  .transform((tags) => (tags ?? []).filter((tag) => tag !== ""));

const summaryFields = {
  id: z.string(),
  stack_name: z.string(),
  /** Action and phase, for example `CREATE_IN_PROGRESS`. */
  stack_status: z.string(),
  stack_status_reason: z.string().nullish(),
  description: z.string().nullish(),
  creation_time: timestamp.nullish(),
  updated_time: timestamp.nullish(),
  deletion_time: timestamp.nullish(),
  tags: tagsSchema,
  /** The stack it is nested in. */
  parent: z.string().nullish(),
  stack_owner: z.string().nullish(),
  /** The project's id, in lists only. */
  project: z.string().nullish(),
};

const stackSummarySchema = replyObject(summaryFields);
/** A stack as lists show it. */
export type StackSummary = z.output<typeof stackSummarySchema>;

const stackSchema = replyObject({
  ...summaryFields,
  parameters: anyObject.nullish(),
  /** Undefined where they were not resolved. */
  outputs: z.array(stackOutputSchema).nullish(),
  disable_rollback: z.boolean().nullish(),
  timeout_mins: z.number().nullish(),
  notification_topics: z.array(z.string()).nullish(),
});
/** A stack as it shows itself. */
export type Stack = z.output<typeof stackSchema>;

const stackReplySchema = z.looseObject({ stack: stackSchema });
const createdSchema = z.looseObject({ stack: replyObject({ id: z.string() }) });

/**
 * Begins to make a stack; Heat answers at once.
 *
 * Fails with status 409 when a stack of that name is there, and 400 for a template that does not pass.
 */
export async function createStack(
  heat: Orchestration,
  request: z.input<typeof stackRequestSchema>,
): Promise<{ readonly id: string }> {
  const json = toWire(stackRequestSchema, request, "create a stack");
  const reply = await heat.json(createdSchema, { method: "POST", path: "/stacks", json });
  return reply.stack;
}

const previewSchema = z.looseObject({
  stack: replyObject({
    stack_name: z.string(),
    description: z.string().nullish(),
    parameters: anyObject.nullish(),
    /** As Heat would make them; groups and nested stacks are lists in this list. */
    resources: z.array(z.unknown()),
  }),
});
export type StackPreview = z.output<typeof previewSchema>["stack"];

/** Says what a stack would hold, and makes nothing. */
export async function previewStack(
  heat: Orchestration,
  request: z.input<typeof stackRequestSchema>,
): Promise<StackPreview> {
  const json = toWire(stackRequestSchema, request, "preview a stack");
  const reply = await heat.json(previewSchema, { method: "POST", path: "/stacks/preview", json });
  return reply.stack;
}

/**
 * Finds a stack by name, by id, or by both as `name/id`, which saves Heat a redirect.
 *
 * A deleted stack is found as well, with `DELETE_COMPLETE`: by its id for as long as Heat remembers
 * it, by its name for a moment.
 *
 * @param choice - `resolveOutputs` false saves Heat much work; true where undefined.
 */
export async function findStack(
  heat: Orchestration,
  nameOrId: string,
  choice: { readonly resolveOutputs?: boolean } = {},
): Promise<Stack | undefined> {
  return undefinedIfAbsent(getStack(heat, nameOrId, choice));
}

/** Like {@link findStack}; a stack that is not there is an error of status 404. */
export async function getStack(
  heat: Orchestration,
  nameOrId: string,
  choice: { readonly resolveOutputs?: boolean } = {},
): Promise<Stack> {
  const reply = await heat.json(stackReplySchema, {
    path: stackLookupPath(nameOrId),
    query: { resolve_outputs: choice.resolveOutputs },
  });
  return reply.stack;
}

/**
 * Replaces template, parameters and environment by those given: a parameter left out goes back to
 * its default (PUT).
 */
export async function updateStack(
  heat: Orchestration,
  nameOrId: string,
  change: z.input<typeof stackChangeSchema>,
): Promise<void> {
  const json = toWire(stackChangeSchema, change, "update a stack");
  await heat.send({ method: "PUT", path: stackLookupPath(nameOrId), json });
}

/** Changes what is given and keeps the rest: template, files and parameters not named (PATCH). */
export async function patchStack(
  heat: Orchestration,
  nameOrId: string,
  change: z.input<typeof stackChangeSchema>,
): Promise<void> {
  const json = toWire(stackChangeSchema, change, "patch a stack");
  await heat.send({ method: "PATCH", path: stackLookupPath(nameOrId), json });
}

/**
 * Begins to delete a stack with all that it made.
 *
 * @returns False when there was none.
 */
export async function deleteStack(heat: Orchestration, nameOrId: string): Promise<boolean> {
  return deleted(heat.send({ method: "DELETE", path: stackLookupPath(nameOrId) }));
}

/** Yields the project's stacks, newest first, without those that are nested in others. */
export function listStacks(
  heat: Orchestration,
  filter: ListStacksFilter = {},
): AsyncGenerator<StackSummary, void, undefined> {
  return pages(heat, {
    path: "/stacks",
    field: "stacks",
    item: stackSummarySchema,
    query: listStacksQuery(filter),
    pageSize: filter.pageSize,
    markerOf: (stack) => stack.id,
  });
}

/**
 * Stops an update that is under way, and rolls it back unless told otherwise; without a rollback also
 * a create. What stands still is refused with status 400.
 */
export async function cancelStackUpdate(
  heat: Orchestration,
  nameOrId: string,
  choice: { readonly rollback?: boolean } = {},
): Promise<void> {
  const action = choice.rollback === false ? "cancel_without_rollback" : "cancel_update";
  const json = { [action]: null };
  await heat.send({ method: "POST", path: `${await stackPath(heat, nameOrId)}/actions`, json });
}
