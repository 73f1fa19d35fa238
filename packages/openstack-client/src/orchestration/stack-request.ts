import { z } from "zod";
import type { Query } from "../transport/query.ts";
import { requestObject } from "../wire/request-object.ts";

const jsonObject = z.record(z.string(), z.unknown());

/** Heat takes tags as one text, so none may hold a comma. */
const tags = z.array(z.string().regex(/^[^,]+$/, "a tag is not empty and has no comma"));

const shape = {
  /** HOT, as YAML text or as an object. */
  template: z.union([z.string(), jsonObject]).optional(),
  /** Contents by the name that templates use. */
  files: z.record(z.string(), z.string()).optional(),
  environment: z.union([z.string(), jsonObject]).optional(),
  /** Names in `files`, later ones winning. */
  environmentFiles: z.array(z.string()).optional(),
  parameters: jsonObject.optional(),
  timeoutMinutes: z.number().int().positive().optional(),
  disableRollback: z.boolean().optional(),
};
const names = { timeoutMinutes: "timeout_mins" };

/** What makes a stack. */
export const stackRequestSchema = requestObject(
  {
    name: z.string().min(1),
    ...shape,
    // From an empty text Heat would make one empty tag.
    tags: tags.transform((list) => (list.length === 0 ? undefined : list.join(","))).optional(),
  },
  { ...names, name: "stack_name" },
);
export type StackRequest = z.input<typeof stackRequestSchema>;

/** What changes in a stack. */
export const stackChangeSchema = requestObject(
  {
    ...shape,
    /** Put in the place of those there are; an empty list leaves none. */
    tags: tags.transform((list) => list.join(",")).optional(),
    /** Parameters to set back to their defaults; with {@link patchStack} only. */
    clearParameters: z.array(z.string()).optional(),
    /** Let an update begin where the last one failed, instead of from the last good state. */
    converge: z.boolean().optional(),
  },
  names,
);
export type StackChange = z.input<typeof stackChangeSchema>;

/** Which stacks; all given must hold. Of a list, any. */
export interface ListStacksFilter {
  readonly name?: string | readonly string[];
  readonly id?: string | readonly string[];
  /** For example `CREATE_FAILED`. */
  readonly status?: string | readonly string[];
  /** With all of these tags. */
  readonly tags?: readonly string[];
  /** With any of these tags. */
  readonly tagsAny?: readonly string[];
  /** Without all of these tags. */
  readonly notTags?: readonly string[];
  /** Without any of these tags. */
  readonly notTagsAny?: readonly string[];
  /** Also stacks that are nested in others. */
  readonly showNested?: boolean;
  /** Also stacks that are deleted, for as long as Heat remembers them. */
  readonly showDeleted?: boolean;
  /** Stacks of every project; needs the right to. */
  readonly globalTenant?: boolean;
  readonly sortKey?: "stack_name" | "stack_status" | "creation_time" | "updated_time";
  readonly sortDirection?: "asc" | "desc";
  /** Stacks asked for at a time; all at once where undefined. */
  readonly pageSize?: number;
}

export function listStacksQuery(filter: ListStacksFilter): Query {
  return {
    name: filter.name,
    id: filter.id,
    status: filter.status,
    tags: filter.tags?.join(","),
    tags_any: filter.tagsAny?.join(","),
    not_tags: filter.notTags?.join(","),
    not_tags_any: filter.notTagsAny?.join(","),
    show_nested: filter.showNested,
    show_deleted: filter.showDeleted,
    global_tenant: filter.globalTenant,
    sort_keys: filter.sortKey,
    sort_dir: filter.sortDirection,
  };
}
