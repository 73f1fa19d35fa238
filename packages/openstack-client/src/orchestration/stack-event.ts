import { z } from "zod";
import { pages } from "../transport/pages.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject, timestamp } from "../wire/reply-object.ts";
import { stackLookupPath } from "./stack-path.ts";

const eventSchema = replyObject({
  id: z.string(),
  event_time: timestamp,
  /** The stack's own name for events of the stack itself. */
  resource_name: z.string().nullish(),
  logical_resource_id: z.string().nullish(),
  physical_resource_id: z.string().nullish(),
  resource_status: z.string(),
  resource_status_reason: z.string().nullish(),
});
/** What happened to a stack or to one of its resources. */
export type StackEvent = z.output<typeof eventSchema>;

/** Yields a stack's events, oldest first. */
export function listStackEvents(
  heat: ServiceClient<"orchestration">,
  stack: string,
  choice: {
    /** One resource's events alone. */
    readonly resourceName?: string;
    /** How many levels of nested stacks to go into. */
    readonly nestedDepth?: number;
    /** Go on after the event of this id. */
    readonly marker?: string;
    readonly pageSize?: number;
  } = {},
): AsyncGenerator<StackEvent, void, undefined> {
  return pages(heat, {
    path: `${stackLookupPath(stack)}/events`,
    field: "events",
    item: eventSchema,
    query: {
      resource_name: choice.resourceName,
      nested_depth: choice.nestedDepth,
      marker: choice.marker,
      sort_dir: "asc",
    },
    pageSize: choice.pageSize,
    markerOf: (event) => event.id,
  });
}
