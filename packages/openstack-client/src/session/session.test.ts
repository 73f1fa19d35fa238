import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { FakeCloud, type SeenRequest } from "../../test/fake-cloud.ts";
import { AuthenticationError, HttpStatusError } from "../errors/http-errors.ts";
import { createSession } from "./session.ts";

/** A Nova that insists on a good token. */
function guarded(cloud: FakeCloud) {
  cloud.on("GET /v2.1/servers", (_count: number, request: SeenRequest) =>
    cloud.knows(request) ? { json: { servers: [] } } : { status: 401, json: { message: "who?" } },
  );
  return cloud;
}

describe("a session's token", () => {
  it("is asked for once, however many calls begin at the same time", async () => {
    const cloud = guarded(new FakeCloud());
    const nova = createSession(cloud.options()).service("compute");
    await Promise.all(Array.from({ length: 20 }, () => nova.send({ path: "/servers" })));
    expect(cloud.issued).toBe(1);
    expect(cloud.calls).toHaveLength(20);
  });

  it("is renewed a minute before it expires", async () => {
    const cloud = guarded(new FakeCloud());
    const session = createSession(cloud.options());
    const first = await session.token();
    cloud.now = new Date(first.expiresAt!.getTime() - 61_000);
    expect((await session.token()).id).toBe(first.id);
    cloud.now = new Date(first.expiresAt!.getTime() - 60_000);
    expect((await session.token()).id).not.toBe(first.id);
  });

  it("is replaced once when many requests find at the same time that it was revoked", async () => {
    const cloud = guarded(new FakeCloud());
    const nova = createSession(cloud.options()).service("compute");
    await nova.send({ path: "/servers" });
    cloud.revokeAll();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => nova.send({ path: "/servers" })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(cloud.issued).toBe(2);
  });

  it("is not replaced again when the new one is refused too", async () => {
    const cloud = new FakeCloud().on("POST /v2.1/servers", { status: 401, json: {} });
    const nova = createSession(cloud.options()).service("compute");
    const error = await nova.send({ method: "POST", path: "/servers", json: {} }).catch(asError);
    expect(AuthenticationError.isInstance(error)).toBe(true);
    expect(cloud.calls).toHaveLength(2);
    expect(cloud.issued).toBe(2);
  });

  it("does not hold up a call that was aborted, and comes for the others", async () => {
    const cloud = guarded(new FakeCloud());
    const gate = Promise.withResolvers<void>();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      await gate.promise;
      return cloud.fetch(input, init);
    };
    const nova = createSession(cloud.options({ fetch })).service("compute");
    const controller = new AbortController();
    const aborted = nova.with({ signal: controller.signal }).send({ path: "/servers" });
    const patient = nova.send({ path: "/servers" });
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    gate.resolve();
    expect((await patient).status).toBe(200);
    expect(cloud.issued).toBe(1);
  });

  it("is asked for again after a failure", async () => {
    const cloud = new FakeCloud();
    cloud.on("POST /v3/auth/tokens", { status: 401, json: { error: { message: "locked" } } });
    const session = createSession(cloud.options());
    expect(AuthenticationError.isInstance(await session.token().catch(asError))).toBe(true);
    cloud.handlers.clear();
    expect((await session.token()).user.name).toBe("demo");
  });

  it("does not show in JSON, in spreads or in the inspector", async () => {
    const token = await createSession(new FakeCloud().options()).token();
    expect(token.id).toContain("gAAAA");
    for (const shown of [JSON.stringify(token), inspect(token), inspect({ ...token })]) {
      expect(shown).not.toContain("gAAAA");
    }
  });
});

describe("a session on a token that somebody gave", () => {
  it("uses it as it is, and says so when it cannot be renewed", async () => {
    const cloud = guarded(new FakeCloud());
    const { id } = await createSession(cloud.options()).token();
    const given = createSession(cloud.options({ auth: { type: "token", token: id } }));
    expect((await given.token()).id).toBe(id);
    expect((await given.token()).project?.id).toBe("project-1");
    await given.service("compute").send({ path: "/servers" });
    expect(cloud.issued).toBe(1);
    cloud.revokeAll();
    const error = await given.service("compute").send({ path: "/servers" }).catch(asError);
    expect(AuthenticationError.isInstance(error)).toBe(true);
    expect(cloud.issued).toBe(1);
  });

  it("asks for another one when a scope is named", async () => {
    const cloud = guarded(new FakeCloud());
    const { id } = await createSession(cloud.options()).token();
    const auth = { type: "token", token: id, scope: { type: "unscoped" } } as const;
    expect((await createSession(cloud.options({ auth })).token()).id).not.toBe(id);
    expect(JSON.parse(cloud.seen.at(-1)?.text ?? "")).toEqual({
      auth: { identity: { methods: ["token"], token: { id } }, scope: "unscoped" },
    });
  });
});

describe("a session's services", () => {
  it("send microversion and user agent, and take overridden endpoints as they are", async () => {
    const cloud = new FakeCloud().on("GET /nova/servers", { json: {} });
    const session = createSession(
      cloud.options({
        endpointOverrides: { compute: "http://elsewhere/nova/" },
        microversions: { compute: "2.79" },
        userAgent: "conductor/1",
      }),
    );
    await session.service("compute").send({ path: "/servers" });
    await session.service("compute").with({ microversion: "2.1" }).send({ path: "/servers" });
    const [first, second] = cloud.seen.filter(({ path }) => path === "/nova/servers");
    expect(first?.url).toBe("http://elsewhere/nova/servers");
    expect(first?.headers.get("openstack-api-version")).toBe("compute 2.79");
    expect(first?.headers.get("user-agent")).toBe("conductor/1 jeroboam-openstack-client");
    expect(second?.headers.get("openstack-api-version")).toBe("compute 2.1");
  });

  it("find Keystone even where the catalog is empty", async () => {
    const cloud = new FakeCloud().on("POST /v3/auth/tokens", {
      status: 201,
      json: { token: { user: { id: "u" } } },
      headers: { "x-subject-token": "t" },
    });
    const session = createSession(cloud.options());
    expect(await session.endpoint("identity")).toBe("http://cloud:5000/v3");
    await expect(session.endpoint("compute")).rejects.toThrow("an unscoped token?");
  });

  it("are found in the region and at the interface that is preferred for them", async () => {
    const at = (type: string) => ({
      type,
      endpoints: ["R1", "R2"].flatMap((region) =>
        ["public", "internal"].map((name) => ({
          interface: name,
          region,
          url: `http://${type}.${region}.${name}/v1`,
        })),
      ),
    });
    const cloud = new FakeCloud().on("POST /v3/auth/tokens", {
      status: 201,
      json: { token: { user: { id: "u" }, catalog: [at("orchestration"), at("key-manager")] } },
      headers: { "x-subject-token": "t" },
    });
    const session = createSession({
      ...cloud.options(),
      region: "R1",
      endpointPreferences: { orchestration: { region: "R2", interface: "internal" } },
    });
    expect(await session.endpoint("key-manager")).toBe("http://key-manager.R1.public/v1");
    expect(await session.endpoint("orchestration")).toBe("http://orchestration.R2.internal/v1");
    expect(await session.endpoint("orchestration", { interface: "public" })).toBe(
      "http://orchestration.R2.public/v1",
    );
  });

  it("repeat the request for a token, unlike other POSTs", async () => {
    const down = { status: 503, text: "down" };
    const cloud = new FakeCloud().on("POST /v2.1/servers", down);
    cloud.on("POST /v3/auth/tokens", (count) =>
      count < 3
        ? down
        : {
            status: 201,
            json: {
              token: {
                user: { id: "u" },
                catalog: [
                  {
                    type: "compute",
                    endpoints: [{ interface: "public", url: "http://cloud:8774/v2.1" }],
                  },
                ],
              },
            },
            headers: { "x-subject-token": "t" },
          },
    );
    const nova = createSession(cloud.options()).service("compute");
    const error = await nova.send({ method: "POST", path: "/servers", json: {} }).catch(asError);
    expect(HttpStatusError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ status: 503, retryable: true });
    expect(cloud.calls).toEqual(["POST /v2.1/servers"]);
  });
});

function asError(error: unknown): unknown {
  return error;
}
