import type { SessionOptions } from "../src/index.ts";

/** What a handler answers; a function gets the request's number for its path, from 1. */
export interface FakeReply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
export type FakeHandler = FakeReply | ((count: number, request: SeenRequest) => FakeReply);

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
}

const TOKENS = "/v3/auth/tokens";

/**
 * A Keystone that issues numbered tokens and takes them back, with services behind it that answer
 * by table and refuse what Keystone does not know.
 */
export class FakeCloud {
  now = new Date("2026-11-20T12:00:00Z");
  tokenSeconds = 3600;
  readonly seen: SeenRequest[] = [];
  readonly handlers = new Map<string, FakeHandler>();
  readonly #valid = new Set<string>();
  #issued = 0;

  get issued(): number {
    return this.#issued;
  }

  /** Answers `METHOD /path` of any service. */
  on(request: string, handler: FakeHandler): this {
    this.handlers.set(request, handler);
    return this;
  }

  revokeAll(): void {
    this.#valid.clear();
  }

  /** The requests but those for tokens, as `METHOD /path?query`. */
  get calls(): readonly string[] {
    return this.seen
      .filter(({ path }) => path !== TOKENS)
      .map(({ method, url, path }) => `${method} ${path}${new URL(url).search}`);
  }

  options(more: Partial<SessionOptions> = {}): SessionOptions {
    return {
      authUrl: "http://cloud:5000",
      auth: {
        type: "password",
        user: { id: "user-1" },
        password: "pass-w0rd",
        scope: { type: "project", id: "project-1" },
      },
      retry: { delayMs: () => 0 },
      fetch: this.fetch,
      clock: { now: () => this.now },
      ...more,
    };
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const seen: SeenRequest = {
      method: request.method,
      url: request.url,
      path: new URL(request.url).pathname,
      headers: request.headers,
      text: await request.text(),
    };
    this.seen.push(seen);
    const key = `${seen.method} ${seen.path}`;
    const handler = this.handlers.get(key) ?? this.#builtIn(seen);
    const count = this.seen.filter(({ method, path }) => `${method} ${path}` === key).length;
    const reply = typeof handler === "function" ? handler(count, seen) : handler;
    const body = reply.text ?? (reply.json === undefined ? null : JSON.stringify(reply.json));
    return new Response(body, {
      status: reply.status ?? 200,
      headers: {
        ...(reply.json === undefined ? {} : { "content-type": "application/json" }),
        "x-openstack-request-id": `req-${this.seen.length}`,
        ...reply.headers,
      },
    });
  };

  #builtIn(seen: SeenRequest): FakeReply {
    const token = seen.headers.get("x-auth-token") ?? "";
    if (seen.path === TOKENS && seen.method === "POST") {
      this.#issued += 1;
      const id = `gAAAAtoken-number-${this.#issued}-of-the-fake-cloud`;
      this.#valid.add(id);
      return { status: 201, json: this.#token(), headers: { "x-subject-token": id } };
    }
    if (!this.#valid.has(token)) {
      return { status: 401, json: { error: { code: 401, message: `bad token ${token}` } } };
    }
    if (seen.path === TOKENS) return { json: this.#token() };
    return { status: 404, json: { error: { message: `nothing at ${seen.path}` } } };
  }

  /** Whether the request carries a token that is good. */
  knows(request: SeenRequest): boolean {
    return this.#valid.has(request.headers.get("x-auth-token") ?? "");
  }

  #token() {
    const endpoint = (type: string, url: string) => ({
      type,
      endpoints: [{ interface: "public", region_id: "RegionOne", region: "RegionOne", url }],
    });
    return {
      token: {
        user: { id: "user-1", name: "demo", domain: { id: "default", name: "Default" } },
        project: { id: "project-1", name: "demo" },
        roles: [{ id: "role-1", name: "member" }],
        expires_at: new Date(this.now.getTime() + this.tokenSeconds * 1000).toISOString(),
        catalog: [
          endpoint("identity", "http://cloud:5000"),
          endpoint("orchestration", "http://cloud:8004/v1/project-1"),
          endpoint("compute", "http://cloud:8774/v2.1"),
          endpoint("network", "http://cloud:9696"),
          endpoint("image", "http://cloud:9292/"),
          endpoint("container-infra", "http://cloud:9511/v1"),
        ],
      },
    };
  }
}
