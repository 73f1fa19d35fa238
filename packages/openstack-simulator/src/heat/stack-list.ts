import type { Answer, Call } from "../http/route.ts";
import { isAdmin } from "../keystone/identity.ts";
import { type Heat, liveStacks } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import { stackSummary } from "./stack-body.ts";
import { type Stack, stateOf } from "./stack.ts";

/** `COMPLETE` and `CREATE_COMPLETE` are both asked for under the name of status. */
const statusesOf = (stack: Stack): string[] => [stack.status, stateOf(stack)];

const fieldOf: Readonly<Record<string, (stack: Stack) => readonly string[]>> = {
  id: (stack) => [stack.id],
  name: (stack) => [stack.name],
  stack_name: (stack) => [stack.name],
  status: statusesOf,
  stack_status: statusesOf,
  action: (stack) => [stack.action],
  username: (stack) => [stack.userName],
  tenant: (stack) => [stack.projectId],
  owner_id: (stack) => [stack.parent?.stack.id ?? ""],
};

const tagFilters: Readonly<
  Record<string, (own: readonly string[], wanted: readonly string[]) => boolean>
> = {
  tags: (own, wanted) => wanted.every((tag) => own.includes(tag)),
  tags_any: (own, wanted) => wanted.some((tag) => own.includes(tag)),
  not_tags: (own, wanted) => !wanted.every((tag) => own.includes(tag)),
  not_tags_any: (own, wanted) => !wanted.some((tag) => own.includes(tag)),
};

const sortKeys: Readonly<Record<string, (stack: Stack) => string>> = {
  stack_name: (stack) => stack.name,
  stack_status: (stack) => stack.status,
  creation_time: (stack) => stack.createdAt.toISOString(),
  updated_time: (stack) => stack.updatedAt?.toISOString() ?? "",
};

function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? "false";
  if (/^(true|false)$/i.test(value)) return /^true$/i.test(value);
  const message = `Unrecognized value "${value}" for "${name}", acceptable values are: true, false.`;
  throw heatError(400, "HTTPBadRequest", message);
}

/** How many stacks are wanted at most; undefined for all. */
function limitOf(query: URLSearchParams): number | undefined {
  const text = query.get("limit");
  if (text === null) return undefined;
  const limit = Number(text);
  if (!/^-?\d+$/.test(text))
    throw heatError(400, "HTTPBadRequest", "Only integer is acceptable by 'limit'.");
  if (limit >= 0) return limit;
  const message = `Value '${text}' is invalid for 'limit' which only accepts non-negative integer.`;
  throw heatError(400, "HTTPBadRequest", message);
}

function selectStacks(heat: Heat, call: Call): Stack[] {
  const { query, identity } = call;
  const all = flag(query, "show_deleted") ? [...heat.stacks.values()] : liveStacks(heat);
  const isGlobal = flag(query, "global_tenant");
  const withNested = flag(query, "show_nested");
  if (isGlobal && !(heat.listsAllProjects && isAdmin(identity))) {
    throw heatError(403, "Forbidden", "You are not authorized to use stacks:global_index.");
  }
  const filters = Object.entries(fieldOf).flatMap(([key, read]) => {
    const wanted = query.getAll(key);
    return wanted.length > 0
      ? [(stack: Stack) => read(stack).some((own) => wanted.includes(own))]
      : [];
  });
  const tags = Object.entries(tagFilters).flatMap(([key, fits]) => {
    const wanted = query.get(key)?.split(",");
    return wanted ? [(stack: Stack) => fits(stack.tags, wanted)] : [];
  });
  return all.filter(
    (stack) =>
      (isGlobal || stack.projectId === identity.projectId) &&
      (withNested || !stack.parent) &&
      [...filters, ...tags].every((fits) => fits(stack)),
  );
}

/** Lists stacks by filters, tags and pages. */
export function listStacks(heat: Heat, call: Call): Answer {
  const { query, origin } = call;
  const key = sortKeys[query.get("sort_keys") ?? query.get("sort_key") ?? ""];
  const selected = selectStacks(heat, call);
  const direction = query.get("sort_dir") ?? (key ? "asc" : "desc");
  const sign = direction === "asc" ? 1 : -1;
  // By a key that Heat does not know the list is sorted as by none: by age.
  const byAge = sign > 0 ? selected : selected.toReversed();
  const sorted = key
    ? selected.toSorted((one, other) => sign * key(one).localeCompare(key(other)))
    : byAge;
  const marker = query.get("marker");
  const start = marker === null ? 0 : sorted.findIndex((stack) => stack.id === marker) + 1;
  const limit = limitOf(query);
  const page = sorted.slice(start, limit === undefined ? undefined : start + limit);
  const last = page.at(-1);
  const next = new URLSearchParams(query);
  if (last) next.set("marker", last.id);
  const [path] = call.url.split("?");
  return {
    body: {
      stacks: page.map((stack) => ({
        ...stackSummary(stack, origin),
        // Lists are made without a look at the template.
        description: "",
        ...(flag(query, "global_tenant") ? { project: stack.projectId } : {}),
      })),
      ...(last && page.length === limit
        ? { links: [{ rel: "next", href: `${origin}${path}?${next.toString()}` }] }
        : {}),
      ...(flag(query, "with_count") ? { count: selected.length } : {}),
    },
  };
}
