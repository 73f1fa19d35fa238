import type { OrchestrationPort, Stack, StackResource } from "@jeroboam/heat";
import type { Simulator } from "@jeroboam/openstack-simulator";

interface Link {
  readonly rel: string;
  readonly href: string;
}
interface WireStack {
  readonly id: string;
  readonly stack_name: string;
  readonly stack_status: string;
  readonly stack_status_reason: string;
  readonly tags: readonly string[] | null;
  readonly outputs?: readonly { readonly output_key: string; readonly output_value: unknown }[];
  readonly links: readonly Link[];
}
interface WireResource {
  readonly resource_name: string;
  readonly resource_type: string;
  readonly resource_status: string;
  readonly resource_status_reason: string;
  readonly links: readonly Link[];
}

/** As much of a Heat client as drivers need, so that these tests depend on none. */
export async function heatOverHttp(simulator: Simulator): Promise<OrchestrationPort> {
  const { token, heat } = await logIn(simulator);

  async function call<Reply>(
    method: string,
    url: string,
    body?: object,
  ): Promise<Reply | undefined> {
    const reply = await fetch(url, {
      method,
      headers: { "x-auth-token": token, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (reply.status === 404) return undefined;
    const text = await reply.text();
    if (!reply.ok) throw Object.assign(new Error(text), { status: reply.status });
    return text.startsWith("{") ? (JSON.parse(text) as Reply) : undefined;
  }
  const show = async (id: string) =>
    (await call<{ stack: WireStack }>("GET", `${heat}/stacks/${id}`))?.stack;
  const ownUrl = async (id: string) => {
    const stack = await show(id);
    return stack ? linkOf(stack.links, "self") : undefined;
  };

  return {
    async createStack(request) {
      const reply = await call<{ stack: { id: string } }>("POST", `${heat}/stacks`, {
        stack_name: request.name,
        template: request.template,
        files: request.files,
        environment_files: request.environmentFiles,
        parameters: request.parameters,
        timeout_mins: request.timeoutMinutes,
        tags: request.tags.join(","),
        disable_rollback: request.disableRollback,
      });
      return { id: reply?.stack.id ?? "" };
    },
    async patchStack(id, change) {
      await call("PATCH", (await ownUrl(id)) ?? "", {
        parameters: change.parameters,
        tags: change.tags.join(","),
        disable_rollback: change.disableRollback,
      });
    },
    async cancelStack(id) {
      await call("POST", `${(await ownUrl(id)) ?? ""}/actions`, { cancel_without_rollback: null });
    },
    async deleteStack(id) {
      const url = await ownUrl(id);
      if (url !== undefined) await call("DELETE", url);
    },
    async findStack(id, { resolveOutputs }) {
      const stack = await show(id);
      return stack && fromWire(stack, resolveOutputs);
    },
    async listStacks({ ids = [], allProjects }) {
      const query = new URLSearchParams(allProjects ? { global_tenant: "true" } : {});
      for (const id of ids) query.append("id", id);
      const reply = await call<{ stacks: WireStack[] }>(
        "GET",
        `${heat}/stacks?${query.toString()}`,
      );
      return (reply?.stacks ?? []).map((stack) => fromWire(stack, false));
    },
    async listStackResources(id, { nestedDepth }) {
      const url = `${(await ownUrl(id)) ?? ""}/resources?nested_depth=${nestedDepth}`;
      const reply = await call<{ resources: WireResource[] }>("GET", url);
      return (reply?.resources ?? []).map(resourceFromWire);
    },
  };
}

async function logIn(simulator: Simulator): Promise<{ token: string; heat: string }> {
  const { password } = simulator.credentials("demo");
  const domain = { name: "Default" };
  const auth = {
    identity: { methods: ["password"], password: { user: { name: "demo", domain, password } } },
    scope: { project: { name: "demo", domain } },
  };
  const reply = await fetch(`${simulator.authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ auth }),
  });
  const { token } = (await reply.json()) as {
    token: { catalog: { type: string; endpoints: { url: string }[] }[] };
  };
  const heat = token.catalog.find((service) => service.type === "orchestration")?.endpoints[0]?.url;
  return { token: reply.headers.get("x-subject-token") ?? "", heat: heat ?? "" };
}

function fromWire(stack: WireStack, resolveOutputs: boolean): Stack {
  const outputs = stack.outputs ?? [];
  return {
    id: stack.id,
    name: stack.stack_name,
    status: stack.stack_status,
    statusReason: stack.stack_status_reason,
    tags: stack.tags ?? [],
    outputs: resolveOutputs
      ? Object.fromEntries(outputs.map((output) => [output.output_key, output.output_value]))
      : undefined,
  };
}

function resourceFromWire(resource: WireResource): StackResource {
  return {
    name: resource.resource_name,
    type: resource.resource_type,
    status: resource.resource_status,
    statusReason: resource.resource_status_reason,
    stackId: linkOf(resource.links, "stack")?.split("/").at(-1) ?? "",
    nestedStackId: linkOf(resource.links, "nested")?.split("/").at(-1),
  };
}

function linkOf(links: readonly Link[], rel: string): string | undefined {
  return links.find((link) => link.rel === rel)?.href;
}
