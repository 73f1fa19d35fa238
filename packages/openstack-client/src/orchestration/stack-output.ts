import { z } from "zod";
import { undefinedIfAbsent } from "../transport/absence.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { stackPath } from "./stack-path.ts";

const listedSchema = replyObject({ output_key: z.string(), description: z.string().nullish() });
export const stackOutputSchema = replyObject({
  output_key: z.string(),
  output_value: z.unknown(),
  description: z.string().nullish(),
  /** Why there is no value. */
  output_error: z.string().nullish(),
});
/** One output with its value. */
export type StackOutput = z.output<typeof stackOutputSchema>;

/** Lists the outputs' names, without working out their values. */
export async function listStackOutputs(
  heat: ServiceClient<"orchestration">,
  stack: string,
): Promise<readonly z.output<typeof listedSchema>[]> {
  const reply = await heat.json(z.looseObject({ outputs: z.array(listedSchema) }), {
    path: `${await stackPath(heat, stack)}/outputs`,
  });
  return reply.outputs;
}

/** Gets one output's value. */
export async function getStackOutput(
  heat: ServiceClient<"orchestration">,
  stack: string,
  name: string,
): Promise<StackOutput> {
  const reply = await heat.json(z.looseObject({ output: stackOutputSchema }), {
    path: `${await stackPath(heat, stack)}${path`/outputs/${name}`}`,
  });
  return reply.output;
}

/** Like {@link getStackOutput}; undefined when there is no such output or no such stack. */
export async function findStackOutput(
  heat: ServiceClient<"orchestration">,
  stack: string,
  name: string,
): Promise<StackOutput | undefined> {
  return undefinedIfAbsent(getStackOutput(heat, stack, name));
}
