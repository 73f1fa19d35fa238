import { z } from "zod";
import type { ServiceClient } from "../transport/service-client.ts";
import { anyObject } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";
import { stackLookupPath } from "./stack-path.ts";

/** The template a stack was made of, without the files it refers to. */
export async function getStackTemplate(
  heat: ServiceClient<"orchestration">,
  stack: string,
): Promise<Readonly<Record<string, unknown>>> {
  return heat.json(anyObject, { path: `${stackLookupPath(stack)}/template` });
}

const validationRequestSchema = requestObject({
  template: z.union([z.string(), z.record(z.string(), z.unknown())]),
  files: z.record(z.string(), z.string()).optional(),
  environment: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  environmentFiles: z.array(z.string()).optional(),
});
const validationSchema = z
  .looseObject({ Description: z.string().nullish(), Parameters: anyObject.nullish() })
  .transform((wire) => ({
    description: wire.Description ?? undefined,
    /** What Heat knows of each parameter, by its name, in Heat's own words. */
    parameters: wire.Parameters ?? {},
  }));
/** What Heat says of a template that passes. */
export type TemplateValidation = z.output<typeof validationSchema>;

/** Has Heat check a template; one that does not pass is an error of status 400. */
export async function validateTemplate(
  heat: ServiceClient<"orchestration">,
  request: z.input<typeof validationRequestSchema>,
): Promise<TemplateValidation> {
  const json = toWire(validationRequestSchema, request, "validate a template");
  return heat.json(validationSchema, { method: "POST", path: "/validate", json });
}
