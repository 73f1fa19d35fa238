import { z } from "zod";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";

const identitySchema = z.looseObject({
  stack: z.looseObject({ id: z.string(), stack_name: z.string() }),
});

/**
 * The path of a stack by its name, its id, or both as `name/id`; Heat redirects the first two to the
 * third, at the cost of one more call each time.
 */
export function stackLookupPath(stack: string): string {
  const [name = "", id, ...rest] = stack.split("/");
  if (id === undefined || rest.length > 0) return path`/stacks/${stack}`;
  return path`/stacks/${name}/${id}`;
}

/** The path of a stack with both its name and its id, for POST, which Heat does not redirect. */
export async function stackPath(
  heat: ServiceClient<"orchestration">,
  nameOrId: string,
): Promise<string> {
  if (nameOrId.includes("/")) return stackLookupPath(nameOrId);
  const { stack } = await heat.json(identitySchema, {
    path: stackLookupPath(nameOrId),
    query: { resolve_outputs: false },
  });
  return path`/stacks/${stack.stack_name}/${stack.id}`;
}
