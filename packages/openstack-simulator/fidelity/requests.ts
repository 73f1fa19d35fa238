import type { FidelityStep } from "./fidelity-case.ts";
import type { HeatAnswer, HeatEndpoint } from "./heat-endpoint.ts";
import type { ResourceView, StackView } from "./stack-view.ts";

/** What a step's request needs to know of the steps before. */
export interface RequestScope {
  readonly heat: HeatEndpoint;
  readonly stackName: string;
  /** `<name>/<id>`, or the name alone where there is no stack. */
  readonly key: string;
  readonly template: unknown;
  readonly resources: readonly ResourceView[];
  readonly stack: () => Promise<StackView | undefined>;
}

function bodyOf(step: FidelityStep, scope: RequestScope): object {
  const { parameters, environment, files, tags, clear } = step;
  return {
    stack_name: scope.stackName,
    ...(scope.template === undefined || scope.template === null
      ? {}
      : { template: scope.template }),
    ...(parameters ? { parameters } : {}),
    ...(environment ? { environment } : {}),
    ...(files ? { files } : {}),
    ...(tags === undefined ? {} : { tags }),
    ...(clear ? { clear_parameters: clear } : {}),
    ...(step.timeoutMinutes === undefined ? {} : { timeout_mins: step.timeoutMinutes }),
    disable_rollback: !step.rollback,
  };
}

async function signal(step: FidelityStep, scope: RequestScope): Promise<HeatAnswer> {
  if (step.output === undefined) {
    const found = scope.resources.find((one) => one.path === step.resource);
    const place = found
      ? `${found.stackPath}/resources/${found.name}`
      : `${scope.key}/resources/${step.resource ?? ""}`;
    return scope.heat.call("POST", `/stacks/${place}/signal`, step.data ?? undefined);
  }
  const outputs = (await scope.stack())?.outputs ?? [];
  const text = String(outputs.find((one) => one.output_key === step.output)?.output_value);
  const [url] = /https?:\/\/[^\s'"]+/.exec(text) ?? [];
  if (url === undefined) throw new Error(`output ${step.output} holds no address: ${text}`);
  const [, token] = /X-Auth-Token: ([^\s'"]+)/.exec(text) ?? [];
  const headers = {
    "content-type": token === undefined && step.method === "PUT" ? "" : "application/json",
    ...(token === undefined ? {} : { "x-auth-token": token }),
  };
  const status = await scope.heat.open(step.method, url, headers, JSON.stringify(step.data ?? {}));
  return { status, body: undefined };
}

/** Makes the request of a step. */
export function requestStep(step: FidelityStep, scope: RequestScope): Promise<HeatAnswer> {
  const { heat, key } = scope;
  const body = bodyOf(step, scope);
  switch (step.do) {
    case "create":
      return heat.call("POST", "/stacks", body);
    case "update":
      return heat.call("PUT", `/stacks/${key}`, body);
    case "patch":
      return heat.call("PATCH", `/stacks/${key}`, body);
    case "preview":
      return heat.call("POST", "/stacks/preview", body);
    case "preview-update":
      return heat.call("PUT", `/stacks/${key}/preview`, body);
    case "validate":
      return heat.call("POST", "/validate", {
        ...body,
        stack_name: undefined,
        disable_rollback: undefined,
      });
    case "cancel":
      return heat.call("POST", `/stacks/${key}/actions`, { cancel_update: null });
    case "stop":
      return heat.call("POST", `/stacks/${key}/actions`, { cancel_without_rollback: null });
    case "show":
      return heat.call("GET", `/stacks/${key}`);
    case "list":
      return heat.call("GET", `/stacks?${step.query}`);
    case "signal":
      return signal(step, scope);
    case "delete":
      return heat.call("DELETE", `/stacks/${key}`);
  }
}
