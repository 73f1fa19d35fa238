import type { Answer, Call, Route } from "../http/route.ts";
import { textOf } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import type { Heat } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import { addSignalEvent } from "./heat-events.ts";
import type { HeatResource } from "./stack.ts";
import { typeOf } from "./type-lookup.ts";

/** Gives details of a signal to a resource; refused by types that take none. */
export function signalResource(heat: Heat, resource: HeatResource, details: unknown): void {
  const type = typeOf(heat, resource);
  if (resource.action === "INIT" || resource.action === "DELETE") {
    throw heatError(
      404,
      "ResourceNotAvailable",
      `The Resource (${resource.name}) is not available.`,
    );
  }
  if (!type.signal) {
    throw heatError(400, "ResourceActionNotSupported", "signal is not supported for resource.");
  }
  addSignalEvent(heat, resource, type.signal(heat, resource, details));
}

/** Heat answers before it looks at a signal's details, so that malformed ones are just lost. */
export function signalUnseen(heat: Heat, resource: HeatResource, details: unknown): void {
  try {
    signalResource(heat, resource, details);
  } catch (error) {
    if (!(error instanceof ServiceError && error.type === "ValueError")) throw error;
  }
}

/** Signals by signed URL, as the CloudFormation API takes them. */
export function cloudFormationRoutes(heat: Heat): readonly Route[] {
  const handle = (call: Call): Answer => {
    const arn = call.path["*"] ?? "";
    const [, projectId = "", stackName = "", stackId = "", resourceName = ""] =
      arn.match(/^arn:openstack:heat::([^:]+):stacks\/([^/]+)\/([^/]+)\/resources\/(.+)$/) ?? [];
    const stack = heat.stacks.get(stackId);
    const resource = stack?.resources.get(resourceName);
    const stored = resource?.data.get("ec2_signed_url");
    const signature = stored === undefined ? null : new URL(stored).searchParams.get("Signature");
    const isSigned = signature !== null && signature === call.query.get("Signature");
    if (!resource || !isSigned || stack?.name !== stackName || stack.projectId !== projectId) {
      throw heatError(
        403,
        "HTTPForbidden",
        "The request signature does not match a wait condition handle.",
      );
    }
    signalResource(heat, resource, call.text === "" ? call.body : textOf(call.text));
    return { body: { ok: true } };
  };
  return (["PUT", "POST"] as const).flatMap((method) =>
    ["waitcondition", "signal"].map(
      (kind): Route => ({
        method,
        path: `/v1/${kind}/*`,
        operation: "signalWaitCondition",
        open: true,
        handle,
      }),
    ),
  );
}
