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
  name: (stack) => stack.name,
  stack_name: (stack) => stack.name,
  status: (stack) => stack.status,
  creation_time: (stack) => stack.createdAt.toISOString(),
  updated_time: (stack) => stack.updatedAt?.toISOString() ?? "",
};

const isTrue = (value: string | null): boolean => /^true$/i.test(value ?? "");

function selectStacks(heat: Heat, call: Call): Stack[] {
  const { query, identity } = call;
  const all = isTrue(query.get("show_deleted")) ? [...heat.stacks.values()] : liveStacks(heat);
  const isGlobal = isTrue(query.get("global_tenant"));
  if (isGlobal && !isAdmin(identity)) {
    throw heatError(403, "Forbidden", "You are not authorized to use global_index.");
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
      (isTrue(query.get("show_nested")) || !stack.parent) &&
      [...filters, ...tags].every((fits) => fits(stack)),
  );
}

/** Lists stacks by filters, tags and pages. */
export function listStacks(heat: Heat, call: Call): Answer {
  const { query, origin } = call;
  const key = sortKeys[query.get("sort_keys") ?? query.get("sort_key") ?? ""];
  const selected = selectStacks(heat, call);
  const sign = query.get("sort_dir") === "asc" ? 1 : -1;
  // Without a key the newest comes first.
  const sorted = key
    ? selected.toSorted((one, other) => sign * key(one).localeCompare(key(other)))
    : selected.toReversed();
  const marker = query.get("marker");
  const start = marker === null ? 0 : sorted.findIndex((stack) => stack.id === marker) + 1;
  const limit = Number(query.get("limit") ?? 0);
  if (!Number.isInteger(limit) || limit < 0) {
    throw heatError(400, "HTTPBadRequest", `Only integer is allowed for limit.`);
  }
  const page = limit > 0 ? sorted.slice(start, start + limit) : sorted.slice(start);
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
        ...(isTrue(query.get("global_tenant")) ? { project: stack.projectId } : {}),
      })),
      ...(limit > 0 && page.length === limit
        ? { links: [{ rel: "next", href: `${origin}${path}?${next.toString()}` }] }
        : {}),
      ...(isTrue(query.get("with_count")) ? { count: selected.length } : {}),
    },
  };
}
