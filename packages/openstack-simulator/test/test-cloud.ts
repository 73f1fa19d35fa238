import { expect } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../src/index.ts";

/** A reply with its parsed body. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are looked at freely in assertions, which check what they find.
  readonly body: Record<string, never>;
}

/** One user of the cloud, by plain HTTP. */
export interface Client {
  readonly token: string;
  readonly projectId: string;
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Creates a stack and gives its id. */
  createStack(name: string, template: object, rest?: object): Promise<string>;
  stack(name: string): Promise<Record<string, never>>;
}

/** A simulator on a manual clock with what tests need around it. */
export interface TestCloud {
  readonly simulator: Simulator;
  client(username?: string): Promise<Client>;
  request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Reply>;
  /** Lets time pass until the root stack's status is final. */
  settle(name: string, limitMinutes?: number): string;
}

/** Signs in with an `auth` object; the token is in the reply's header. */
export function passwordAuth(simulator: Simulator, username: string) {
  const { password, userDomainName, projectName, domainName } = simulator.credentials(username);
  const user = { name: username, password, domain: { name: userDomainName } };
  return {
    identity: { methods: ["password"], password: { user } },
    scope:
      projectName === undefined
        ? { domain: { name: domainName } }
        : { project: { name: projectName, domain: { name: "Default" } } },
  };
}

/** Starts a simulator on a manual clock. */
export async function openCloud(options: SimulatorOptions = {}): Promise<TestCloud> {
  const simulator = await startSimulator({ clock: { mode: "manual" }, ...options });
  const { origin } = new URL(simulator.authUrl);
  const request: TestCloud["request"] = async (method, path, headers, body) => {
    const reply = await fetch(path.startsWith("http") ? path : `${origin}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get("content-type")?.includes("json") === true;
    return {
      status: reply.status,
      headers: reply.headers,
      body: isJson && text !== "" ? JSON.parse(text) : { text },
    };
  };
  const client = async (username = "demo"): Promise<Client> => {
    const auth = passwordAuth(simulator, username);
    const reply = await request("POST", "/identity/v3/auth/tokens", {}, { auth });
    expect(reply.status).toBe(201);
    const token = reply.headers.get("x-subject-token") ?? "";
    const signedIn: { token: { project?: { id: string } } } = reply.body as never;
    const projectId = signedIn.token.project?.id ?? "";
    const call: Client["call"] = (method, path, body) =>
      request(method, path.replace("PROJECT", projectId), { "x-auth-token": token }, body);
    const stack: Client["stack"] = async (name) => {
      const shown: { stack: Record<string, never> } = (
        await call("GET", `/orchestration/v1/PROJECT/stacks/${name}`)
      ).body as never;
      return shown.stack;
    };
    return {
      token,
      projectId,
      call,
      stack,
      createStack: async (name, template, rest = {}) => {
        const made = await call("POST", "/orchestration/v1/PROJECT/stacks", {
          stack_name: name,
          template: { heat_template_version: "2018-08-31", ...template },
          ...rest,
        });
        if (made.status !== 201) throw new Error(JSON.stringify(made.body));
        const { stack: one }: { stack: { id: string } } = made.body as never;
        return one.id;
      },
    };
  };
  return {
    simulator,
    client,
    request,
    settle: (name, limitMinutes = 120) => {
      const find = () =>
        simulator.inspection
          .stacks()
          .find((one) => one.name === name && one.parentId === undefined);
      simulator.clock.advanceUntil(() => {
        const status = find()?.status;
        return status === undefined || !status.endsWith("IN_PROGRESS");
      }, limitMinutes * 60_000);
      return find()?.status ?? "gone";
    },
  };
}
