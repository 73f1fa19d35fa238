import type { Route } from "../http/route.ts";
import type { Heat } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import { stackOutputs } from "./stack-body.ts";
import { stackOf } from "./stack-routes.ts";

/** What stacks are made of, and what they say. */
export function stackContentRoutes(heat: Heat): readonly Route[] {
  const one = "/v1/:project/stacks/:name/:id";
  return [
    {
      method: "GET",
      path: `${one}/template`,
      operation: "showTemplate",
      handle: (call) => ({ body: stackOf(heat, call).definition.template.source }),
    },
    {
      method: "GET",
      path: `${one}/environment`,
      operation: "showEnvironment",
      handle: (call) => {
        const { environment, parameters } = stackOf(heat, call).source;
        return {
          body: {
            parameters: { ...environment.parameters, ...parameters },
            parameter_defaults: environment.parameterDefaults,
            resource_registry: {
              ...environment.resourceRegistry.types,
              resources: environment.resourceRegistry.resources,
            },
            encrypted_param_names: [],
            event_sinks: [],
          },
        };
      },
    },
    {
      method: "GET",
      path: `${one}/files`,
      operation: "showFiles",
      handle: (call) => ({ body: stackOf(heat, call).source.files }),
    },
    {
      method: "GET",
      path: `${one}/outputs`,
      operation: "listOutputs",
      handle: (call) => ({
        body: {
          outputs: stackOutputs(heat, stackOf(heat, call)).map(({ output_key, description }) => ({
            output_key,
            description,
          })),
        },
      }),
    },
    {
      method: "GET",
      path: `${one}/outputs/:key`,
      operation: "showOutput",
      handle: (call) => {
        const key = call.path["key"] ?? "";
        const output = stackOutputs(heat, stackOf(heat, call)).find(
          (each) => each["output_key"] === key,
        );
        if (!output) throw heatError(404, "NotFound", `Specified output key ${key} not found.`);
        return { body: { output } };
      },
    },
  ];
}
