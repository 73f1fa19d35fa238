import type { Answer, Call, Route } from "../http/route.ts";
import { acceptsJson, pageBreak, statusPage } from "../http/status-page.ts";
import { isAdmin } from "../keystone/identity.ts";
import { deleteStack, rollBack, stopAction } from "./engine.ts";
import { getStack, type Heat } from "./heat.ts";
import { entityNotFound, heatError } from "./heat-error.ts";
import { stackDetail, stackSummary, stackUrl } from "./stack-body.ts";
import { listStacks } from "./stack-list.ts";
import { stackPreview } from "./stack-preview.ts";
import { readPatchRequest, readStackRequest, stackNameOf } from "./stack-request.ts";
import { createStack, prepareStack, updateStack } from "./stacks.ts";
import { requireStoredTrust, storeTrust } from "./stored-trust.ts";
import { type Stack, stateOf } from "./stack.ts";
import { validationBody } from "./template-validation.ts";

/** Refuses a token of another project. */
function requireProject(call: Call): void {
  if (call.path["project"] !== call.identity.projectId && !isAdmin(call.identity)) {
    throw heatError(403, "HTTPForbidden", "Access was denied to this resource.");
  }
}

/** The stack that a path names, by name and id. */
export function stackOf(heat: Heat, call: Call): Stack {
  requireProject(call);
  const stack = getStack(heat, call.path["project"] ?? "", call.path["id"] ?? "");
  if (stack.name !== call.path["name"]) throw entityNotFound("Stack", call.path["name"] ?? "");
  return stack;
}

function requireLive(stack: Stack): Stack {
  if (stack.deletedAt !== undefined) throw entityNotFound("Stack", stack.name);
  return stack;
}

/** Paths without an id lead to those with one. */
function redirect(heat: Heat, call: Call, rest: string): Answer {
  requireProject(call);
  const stack = getStack(heat, call.path["project"] ?? "", call.path["name"] ?? "");
  const [, query] = call.url.split("?");
  const location = `${stackUrl(call.origin, stack)}${rest}${query === undefined ? "" : `?${query}`}`;
  const link = `<a href="${location}">${location}</a>`;
  const text = `The resource was found at ${link};\nyou should be redirected automatically.\n\n`;
  const body = acceptsJson(call.headers["accept"]) ? statusPage(302, text) : text;
  return { status: 302, headers: { location }, body };
}

/** The answer to an update that has begun. */
function accepted(call: Call): Answer {
  if (!acceptsJson(call.headers["accept"])) return { status: 202 };
  const text = `The request is accepted for processing.${pageBreak}`;
  return { status: 202, body: statusPage(202, text) };
}

function preview(heat: Heat, call: Call): Answer {
  requireProject(call);
  const request = readStackRequest(call.body);
  const stack = prepareStack(heat, call.identity, stackNameOf(call.body), request);
  return { body: { stack: stackPreview(heat, stack, call.origin) } };
}

function act(heat: Heat, call: Call): Answer {
  const stack = requireLive(stackOf(heat, call));
  const [action = ""] = Object.keys(call.body);
  const cancellable =
    stack.status === "IN_PROGRESS" &&
    (stack.action === "UPDATE" ||
      (stack.action === "CREATE" && action === "cancel_without_rollback"));
  if (action === "cancel_update" || action === "cancel_without_rollback") {
    if (!cancellable) {
      throw heatError(
        400,
        "NotSupported",
        `Cancelling update when stack is ${stateOf(stack)} is not supported.`,
      );
    }
    if (action === "cancel_update") rollBack(heat, stack);
    else stopAction(heat, stack);
    return { status: 200 };
  }
  throw heatError(400, "HTTPBadRequest", `Invalid action ${action} specified`);
}

/** Stacks: make, list, look at, update, act on, delete. */
export function stackRoutes(heat: Heat): readonly Route[] {
  const base = "/v1/:project/stacks";
  const one = `${base}/:name/:id`;
  const routes: Route[] = [
    {
      method: "GET",
      path: base,
      operation: "listStacks",
      handle: (call) => {
        requireProject(call);
        return listStacks(heat, call);
      },
    },
    {
      method: "GET",
      path: `${base}/detail`,
      operation: "listStacks",
      handle: (call) => {
        requireProject(call);
        return listStacks(heat, call);
      },
    },
    {
      method: "POST",
      path: base,
      operation: "createStack",
      handle: (call) => {
        requireProject(call);
        const name = stackNameOf(call.body);
        const stack = createStack(heat, call.identity, name, readStackRequest(call.body));
        storeTrust(heat, stack, call.identity);
        const { id, links } = stackSummary(stack, call.origin);
        return {
          status: 201,
          headers: { location: stackUrl(call.origin, stack) },
          body: { stack: { id, links } },
        };
      },
    },
    {
      method: "POST",
      path: `${base}/preview`,
      operation: "previewStack",
      handle: (call) => preview(heat, call),
    },
    {
      method: "GET",
      path: one,
      operation: "showStack",
      handle: (call) => {
        const withOutputs = call.query.get("resolve_outputs")?.toLowerCase() !== "false";
        return {
          body: { stack: stackDetail(heat, stackOf(heat, call), call.origin, withOutputs) },
        };
      },
    },
    {
      method: "PUT",
      path: one,
      operation: "updateStack",
      handle: (call) => {
        const stack = requireLive(stackOf(heat, call));
        requireStoredTrust(heat, stack, call.identity);
        updateStack(heat, stack, readStackRequest(call.body));
        return accepted(call);
      },
    },
    {
      method: "PATCH",
      path: one,
      operation: "updateStack",
      handle: (call) => {
        const stack = requireLive(stackOf(heat, call));
        requireStoredTrust(heat, stack, call.identity);
        updateStack(heat, stack, readPatchRequest(call.body, stack));
        return accepted(call);
      },
    },
    {
      method: "DELETE",
      path: one,
      operation: "deleteStack",
      handle: (call) => {
        deleteStack(heat, requireLive(stackOf(heat, call)));
        return { status: 204 };
      },
    },
    {
      method: "POST",
      path: `${one}/actions`,
      operation: "actOnStack",
      handle: (call) => act(heat, call),
    },
    {
      method: "POST",
      path: "/v1/:project/validate",
      operation: "validateTemplate",
      handle: (call) => {
        requireProject(call);
        return { body: validationBody(heat, readStackRequest(call.body).source) };
      },
    },
    {
      method: "GET",
      path: "/v1/:project/build_info",
      operation: "showBuildInfo",
      handle: () => ({
        body: { api: { revision: "simulated" }, engine: { revision: "simulated" } },
      }),
    },
  ];
  const withoutId: readonly (readonly [Route["method"], string])[] = [
    ...(["GET", "POST", "PUT", "PATCH", "DELETE"] as const).map((method) => [method, ""] as const),
    ...["resources", "events", "template", "environment", "files", "outputs"].map(
      (rest) => ["GET", `/${rest}`] as const,
    ),
    ["POST", "/actions"],
    ["GET", "/resources/:resource"],
    ["POST", "/resources/:resource/signal"],
  ];
  for (const [method, rest] of withoutId) {
    routes.push({
      method,
      path: `${base}/:name${rest}`,
      operation: "findStack",
      handle: (call) =>
        redirect(
          heat,
          call,
          rest.replace(":resource", () => call.path["resource"] ?? ""),
        ),
    });
  }
  return routes;
}
