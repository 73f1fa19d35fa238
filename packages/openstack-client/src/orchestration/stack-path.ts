import { z } from "zod";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";

const identitySchema = z.looseObject({
  stack: z.looseObject({ id: z.string(), stack_name: z.string() }),
});

/**
 * The path of a stack with both its name and its id, at the cost of one call.
 *
 * Heat redirects paths with a name or an id alone, except for POST.
 */
export async function stackPath(
  heat: ServiceClient<"orchestration">,
  nameOrId: string,
): Promise<string> {
  const { stack } = await heat.json(identitySchema, {
    path: path`/stacks/${nameOrId}`,
    query: { resolve_outputs: false },
  });
  return path`/stacks/${stack.stack_name}/${stack.id}`;
}
