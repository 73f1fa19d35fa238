import { z } from "zod";
import type { HeatEndpoint } from "./heat-endpoint.ts";

const linkSchema = z.object({ rel: z.string(), href: z.string() });

const stackSchema = z.object({
  stack: z.object({
    id: z.string(),
    stack_status: z.string(),
    stack_status_reason: z.string().nullish(),
    outputs: z
      .array(
        z.object({
          output_key: z.string(),
          output_value: z.unknown(),
          output_error: z.string().optional(),
        }),
      )
      .nullish(),
  }),
});

const resourceSchema = z.object({
  resource_name: z.string(),
  resource_type: z.string(),
  resource_status: z.string(),
  resource_status_reason: z.string().nullish(),
  physical_resource_id: z.string().nullish(),
  links: z.array(linkSchema),
});

const eventSchema = z.object({
  id: z.string(),
  resource_name: z.string(),
  resource_status: z.string(),
  resource_status_reason: z.string().nullish(),
  links: z.array(linkSchema),
});

/** A stack as its API shows it. */
export type StackView = z.infer<typeof stackSchema>["stack"];

/** A resource with its path through nested stacks and the nested stack it holds. */
export interface ResourceView {
  readonly path: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly physicalId: string;
  readonly name: string;
  /** `<name>/<id>` of the stack that the resource is in. */
  readonly stackPath: string;
}

/** An event with the path of its resource, or of its nested stack; `.` is the root stack. */
export interface EventView {
  readonly id: string;
  readonly path: string;
  readonly status: string;
  readonly reason: string;
}

const hrefOf = (links: readonly z.infer<typeof linkSchema>[], rel: string): string =>
  links.find((link) => link.rel === rel)?.href ?? "";

const stackPathOf = (href: string): string => /\/stacks\/([^/]+\/[^/?]+)/.exec(href)?.[1] ?? "";

/** The stack, or undefined when Heat no longer shows it. */
export async function viewStack(heat: HeatEndpoint, key: string): Promise<StackView | undefined> {
  const answer = await heat.call("GET", `/stacks/${key}`);
  return answer.status === 200 ? stackSchema.parse(answer.body).stack : undefined;
}

/** Resources of a stack and of those nested in it, and the path of each nested `<name>/<id>`. */
export async function viewResources(
  heat: HeatEndpoint,
  key: string,
): Promise<{ resources: readonly ResourceView[]; stackPaths: ReadonlyMap<string, string> }> {
  const answer = await heat.call("GET", `/stacks/${key}/resources?nested_depth=5`);
  if (answer.status !== 200) return { resources: [], stackPaths: new Map() };
  const { resources } = z.object({ resources: z.array(resourceSchema) }).parse(answer.body);
  const holders = new Map(
    resources.flatMap((one) => {
      const nested = stackPathOf(hrefOf(one.links, "nested"));
      const owner = stackPathOf(hrefOf(one.links, "stack"));
      return nested === "" ? [] : [[nested, { owner, name: one.resource_name }] as const];
    }),
  );
  const pathOf = (stackPath: string): string => {
    const holder = holders.get(stackPath);
    return holder ? `${pathOf(holder.owner)}${holder.name}/` : "";
  };
  return {
    resources: resources.map((one) => {
      const stackPath = stackPathOf(hrefOf(one.links, "stack"));
      return {
        path: `${pathOf(stackPath)}${one.resource_name}`,
        type: one.resource_type,
        status: one.resource_status,
        reason: one.resource_status_reason ?? "",
        physicalId: one.physical_resource_id ?? "",
        name: one.resource_name,
        stackPath,
      };
    }),
    stackPaths: new Map([...holders.keys()].map((id) => [id, pathOf(id)])),
  };
}

async function viewOwnEvents(
  heat: HeatEndpoint,
  key: string,
  within: string,
): Promise<readonly EventView[]> {
  const answer = await heat.call("GET", `/stacks/${key}/events`);
  if (answer.status !== 200) return [];
  const { events } = z.object({ events: z.array(eventSchema) }).parse(answer.body);
  const [stackName] = key.split("/");
  return events.toReversed().map((event) => ({
    id: event.id,
    path: `${within}${event.resource_name === stackName ? "." : event.resource_name}`,
    status: event.resource_status,
    reason: event.resource_status_reason ?? "",
  }));
}

/**
 * Events of a stack, oldest first, and then of each nested in it. Heat gives the newest first, and
 * with `nested_depth` none at all of a stack without resources.
 */
export async function viewEvents(
  heat: HeatEndpoint,
  key: string,
  stackPaths: ReadonlyMap<string, string>,
): Promise<readonly EventView[]> {
  const all = [...new Map([[key, ""], ...stackPaths])];
  const events = await Promise.all(all.map(([path, within]) => viewOwnEvents(heat, path, within)));
  return events.flat();
}
