import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** How to sign in to the cloud whose Heat answers. */
export interface EndpointOptions {
  /** Keystone's address with its version. */
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
  /** Lets some time pass between two looks at a stack. */
  readonly pause: () => Promise<void>;
}

/** What Heat answered; `body` is parsed where it is JSON. */
export interface HeatAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One user's way to a Heat. */
export interface HeatEndpoint {
  readonly projectId: string;
  readonly pause: () => Promise<void>;
  /** A request below the project, as `/stacks`. */
  call(method: string, path: string, body?: unknown): Promise<HeatAnswer>;
  /** A request to any address, without a token. */
  open(method: string, url: string, headers: Record<string, string>, body: string): Promise<number>;
}

const tokenSchema = z.object({
  token: z.object({
    project: z.object({ id: z.string() }),
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(z.object({ interface: z.string(), url: z.string() })),
      }),
    ),
  }),
});

/** A kept-alive connection may be closed while it is idle; what changes nothing is asked once more. */
async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "manual" });
  } catch (error) {
    if (init.method !== "GET") throw error;
    await sleep(500);
    return fetch(url, { ...init, redirect: "manual" });
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Signs in with a password and finds Heat in the catalog.
 *
 * @throws {Error} when Keystone refuses or has no orchestration service.
 */
export async function openEndpoint(options: EndpointOptions): Promise<HeatEndpoint> {
  const domain = { name: "Default" };
  const { username, password, projectName } = options;
  const response = await fetch(`${options.authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: username, password, domain } },
        },
        scope: { project: { name: projectName, domain } },
      },
    }),
  });
  const token = response.headers.get("x-subject-token");
  if (token === null) throw new Error(`${options.authUrl} refused ${username}: ${response.status}`);
  const { project, catalog } = tokenSchema.parse(await response.json()).token;
  const heat = catalog
    .find((service) => service.type === "orchestration")
    ?.endpoints.find((one) => one.interface === "internal" || one.interface === "public");
  if (!heat) throw new Error(`the catalog of ${options.authUrl} has no orchestration service`);
  return {
    projectId: project.id,
    pause: options.pause,
    call: async (method, path, body) => {
      const answer = await request(`${heat.url}${path}`, {
        method,
        headers: { "x-auth-token": token, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await readBody(answer) };
    },
    open: async (method, url, headers, body) => {
      const answer = await request(url, { method, headers, body });
      await answer.text();
      return answer.status;
    },
  };
}
