import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const EMPTY = (status: number) => ({
  errors: [{ request_id: "", code: "", status, title: "", detail: "", links: [] }],
});

describe("what is asked and what is said", () => {
  // api.md 1.1: Content-Type application/json
  it("says application/json and no more", async () => {
    const { call } = serverBench();
    for (const path of ["/", "/v1", "/v1/clusters", "/v1/clusters/c1", "/nothing"])
      expect((await call("GET", path)).headers["content-type"]).toBe("application/json");
    const refused = await call("GET", "/v1/clusters", { as: null });
    expect(refused.headers["content-type"]).toBe("application/json");
  });

  // api.md 1.2: version headers come with the version, not with refusals before it
  it("names versions only where one was used or asked for", async () => {
    const { call } = serverBench();
    const names = async (path: string, given: Parameters<typeof call>[2] = {}) => {
      const { headers } = await call("GET", path, given);
      return [
        headers["openstack-api-version"],
        headers["openstack-api-maximum-version"],
        headers.vary,
      ];
    };
    const none = [undefined, undefined, undefined];
    expect(await names("/")).toEqual(none);
    expect(await names("/v1/nothing")).toEqual(none);
    expect(await names("/v1/clusters", { as: null })).toEqual(none);
    expect(await names("/v1/clusters", { version: "compute 2.1" })).toEqual(none);
    const service = "container-infrastructure-management";
    const range = [`${service} 1.99`, `${service} 1.14`, "OpenStack-API-Version"];
    expect(await names("/v1/clusters", { version: "container-infra 1.99" })).toEqual(range);
    expect(await names("/v1", { version: "container-infra 1.99" })).toEqual(range);
  });

  it("looks at the version before the path, and not at all at the root", async () => {
    const { call } = serverBench();
    const version = "compute 2.1";
    expect((await call("GET", "/v1/nothing", { version })).status).toBe(406);
    expect((await call("PUT", "/v1/clusters", { version })).status).toBe(406);
    expect((await call("GET", "/", { version })).status).toBe(200);
  });

  // api.md 1.5: empty title and detail; callers that ask for JSON alone get the phrase
  it.each([
    ["GET", "/v1/nothing", {}, "Not Found", ""],
    ["PUT", "/v1/clusters", {}, "Method Not Allowed", ""],
    [
      "GET",
      "/v1/clusters",
      { version: "compute 2.1" },
      "Not Acceptable",
      "Invalid service type for OpenStack-API-Version header",
    ],
  ])(
    "%s %s says what happened to who asks for JSON",
    async (method, path, given, title, detail) => {
      const { call } = serverBench();
      const asked = async (accept: string) =>
        (await call(method, path, { ...given, headers: { accept } })).body.errors[0];
      expect(await asked("application/json")).toMatchObject({ code: "", title, detail });
      expect((await asked("*/*")).title).not.toBe(title);
    },
  );

  it("refuses a caller that does not take JSON", async () => {
    const { call } = serverBench();
    for (const path of ["/", "/v1", "/v1/clusters"]) {
      const html = await call("GET", path, { headers: { accept: "text/html" } });
      expect(html).toMatchObject({ status: 406, body: EMPTY(406) });
      const browser = { headers: { accept: "text/html,*/*;q=0.8" } };
      expect((await call("GET", path, browser)).status).toBe(200);
    }
  });

  // api.md 1.3: unknown query arguments
  it.each([
    ["/v1/clusters?a=1&b=2", 'Unknown argument: "a, b"'],
    ["/v1?x=1", 'Unknown argument: "x"'],
    ["/?x=1", 'Unknown argument: "x"'],
    ["/v1/clusters?=1", 'Unknown argument: ""'],
    ["/v1/clusters?limit=1&limit=2", "Value: '['1', '2']'"],
  ])("refuses %s", async (path, text) => {
    const { call } = serverBench();
    const { status, body } = await call("GET", path);
    expect(status).toBe(400);
    expect(body.errors[0].detail).toContain(text);
  });

  it.each(["/v1/clusters?limit=%ff", "/v1/clusters?%ff=1", "/v1/clusters/%ff", "/v1/clusters/%"])(
    "refuses what is not UTF-8: %s",
    async (path) => {
      const { call } = serverBench();
      const { status, headers } = await call("GET", path);
      expect(status).toBe(400);
      expect(headers["x-openstack-request-id"]).toMatch(/^req-/);
      expect(headers["content-type"]).toBe("application/json");
    },
  );

  it.each([
    ["/v1/clusters/a%00", 404],
    ["/v1/clusters?marker=%00", 400],
    ["/v1/clusters?%00=1", 400],
  ])("looks for nothing with a NUL: %s", async (path, expected) => {
    const { call } = serverBench();
    expect((await call("GET", path)).status).toBe(expected);
  });

  // api.md 1.1: only JSON
  it.each([
    ["nothing", "", 400, 'Missing argument: "cluster"'],
    ["half an object", "{", 400, "Request is not in valid JSON format"],
    ["a byte order mark", "\uFEFF{}", 400, "Request is not in valid JSON format"],
    ["a NUL", '{"labels":{"a":"\\u0000"}}', 400, "A text must not have the character U+0000"],
    ["a NUL in a key", '{"\\u0000":1}', 400, "A text must not have the character U+0000"],
    ["a backslash and u0000", String.raw`"\\u0000"`, 400, "Wrong type"],
    ["Python's NaN", '{"name":NaN}', 400, "Request is not in valid JSON format"],
    ["deep lists", "[".repeat(100_000) + "]".repeat(100_000), 400, "Wrong type."],
    [
      "deep objects",
      '{"labels":'.repeat(50_000) + "1" + "}".repeat(50_000),
      400,
      "Mandatory field missing.",
    ],
  ])("refuses a body of %s", async (_, sent, expected, text) => {
    const { call } = serverBench();
    const { status, body } = await call("POST", "/v1/clusters", { body: sent });
    expect(status).toBe(expected);
    expect(body.errors[0].detail).toContain(text);
  });

  // api.md 1.2: an argument is refused by the resource, in the version that was asked for
  it("names the version where an argument is refused", async () => {
    const { call } = serverBench();
    for (const query of ["limit=1&limit=2", "colour=red", "limit=x"])
      expect((await call("GET", `/v1/clusters?${query}`)).headers).toHaveProperty(
        "openstack-api-version",
      );
  });

  it("refuses a body that is not UTF-8", async () => {
    const { server } = serverBench();
    const { statusCode } = await server.inject({
      method: "POST",
      url: "/v1/clusters",
      headers: { "x-auth-token": "alice", "content-type": "application/json" },
      payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(statusCode).toBe(400);
  });

  it("names the media type that it does not know", async () => {
    const { call } = serverBench();
    for (const type of ["text/plain", "application/json-patch+json"]) {
      const sent = { body: "{}", headers: { "content-type": type } };
      const { status, body } = await call("POST", "/v1/clusters", sent);
      expect(status).toBe(415);
      expect(body.errors[0].detail).toBe(`Unknown mimetype: ${type}`);
    }
  });

  // api.md 1.1: request ids; the caller's own is for the log
  it("writes the caller's request id into the log", async () => {
    const { call, keystone, faults } = serverBench();
    keystone.available = false;
    const given = "req-5d12f6fd-a196-4bf0-ae4c-1f639a523a52";
    await call("GET", "/v1/clusters", { headers: { "x-openstack-request-id": given } });
    await call("GET", "/v1/clusters", { headers: { "x-openstack-request-id": `${given}\tx` } });
    expect(faults).toEqual([
      expect.objectContaining({ globalRequestId: given }),
      expect.not.objectContaining({ globalRequestId: expect.anything() }),
    ]);
  });
});
