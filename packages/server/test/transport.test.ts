import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ServerOptions } from "../src/create-server.ts";
import { rawHttp } from "./raw-http.ts";
import { serverBench } from "./server-bench.ts";

const EMPTY = (status: number) => ({
  errors: [{ request_id: "", code: "", status, title: "", detail: "", links: [] }],
});

/** A bench whose server listens. */
async function listening(options: Partial<ServerOptions> = {}) {
  const bench = serverBench(options);
  const address = await bench.server.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => bench.server.close());
  return { ...bench, address };
}

describe("on the wire", () => {
  // api.md 1.1: OPTIONS and GET as HAProxy's `option httpchk` sends them
  it.each([
    "OPTIONS / HTTP/1.0",
    "OPTIONS / HTTP/1.1",
    "OPTIONS /v1/clusters HTTP/1.0",
    "OPTIONS * HTTP/1.1",
  ])("%s is answered with an empty 200", async (line) => {
    const { address } = await listening();
    const answer = await rawHttp(address, `${line}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatchObject({ status: 200, body: "" });
    expect(answer.headers.get("content-length")).toBe("0");
    expect(answer.headers.has("content-type")).toBe(false);
    expect(answer.headers.has("x-openstack-request-id")).toBe(false);
  });

  // api.md 1.1: HTTP/1.0 without Host, and 1.4: links
  it("links to where it listens when a request names no host", async () => {
    const { address } = await listening();
    const old = await rawHttp(address, "GET / HTTP/1.0\r\n\r\n");
    expect(JSON.parse(old.body).versions[0].links[0].href).toBe(`${address}/v1/`);
    const odd = 'GET / HTTP/1.1\r\nHost: "><x\r\nConnection: close\r\n\r\n';
    const { body } = await rawHttp(address, odd);
    expect(JSON.parse(body).versions[0].links[0].href).toBe(`${address}/v1/`);
  });

  it("takes the whole address for a path", async () => {
    const { address } = await listening();
    const request = "GET http://other:1/v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    expect((await rawHttp(address, request)).status).toBe(200);
  });

  // api.md 1.5: every refusal has the envelope
  it.each([
    ["what is not HTTP", "HELLO\r\n\r\n", 400],
    ["headers without end", `GET / HTTP/1.1\r\nX: ${"x".repeat(100_000)}\r\n\r\n`, 431],
  ])("refuses %s", async (_, request, status) => {
    const { address } = await listening();
    const answer = await rawHttp(address, request);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(JSON.parse(answer.body).errors[0]).toMatchObject({ status, code: "client" });
  });

  it("refuses a body larger than a megabyte before it has read it", async () => {
    const { address } = await listening();
    const head = "POST /v1/clusters HTTP/1.1\r\nHost: x\r\nX-Auth-Token: alice\r\n";
    const answer = await rawHttp(
      address,
      `${head}Content-Type: application/json\r\nContent-Length: 9000000\r\nConnection: close\r\n\r\n[`,
    );
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body).errors[0]).toMatchObject({ status: 413, code: "client" });
    expect(answer.headers.get("x-openstack-request-id")).toMatch(/^req-/);
  });

  it("keeps tokens of many kilobytes apart from headers without end", async () => {
    const { address } = await listening();
    const token = "t".repeat(30_000);
    const request = `GET /v1/clusters HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${token}\r\nConnection: close\r\n\r\n`;
    expect((await rawHttp(address, request)).status).toBe(401);
  });
});

describe("paths", () => {
  // api.md 1.1: public routes with `.json`, which Magnum lets in and then has nothing at
  it.each(["/.json", "/v1.json", "/v1.json/", "/healthcheck.json"])(
    "%s needs no token and is not there",
    async (path) => {
      const { call } = serverBench();
      const answer = await call("GET", path, { as: null });
      expect(answer).toMatchObject({ status: 404, body: EMPTY(404) });
    },
  );

  // api.md 1.1: everything else needs a valid token
  it.each(["/v1/.json", "/v1.xml", "/v1.jsonx", "/v1/clusters.json", "/index.html"])(
    "%s needs a token",
    async (path) => {
      const { call } = serverBench();
      expect((await call("GET", path, { as: null })).status).toBe(401);
      expect((await call("GET", path)).status).toBe(404);
    },
  );

  // api.md 1.1: double and trailing slashes, paths without /v1
  it.each(["/v1//clusters", "//v1/clusters", "//clusters", "/v1/clusters//", "/clusters/?"])(
    "%s is the list of clusters",
    async (path) => {
      const { call } = serverBench();
      expect(await call("GET", path)).toMatchObject({ status: 200, body: { clusters: [] } });
    },
  );

  it.each(["//", "/v1//", "/v1/"])("%s needs no token", async (path) => {
    const { call } = serverBench();
    expect((await call("GET", path, { as: null })).status).toBe(200);
  });

  // api.md 1.3: a `detail` below an item
  it.each(["/v1/clusters/c1/detail", "/v1/clustertemplates/swarm/detail"])(
    "%s is not there",
    async (path) => {
      const { call } = serverBench();
      expect(await call("GET", path)).toMatchObject({ status: 404, body: EMPTY(404) });
    },
  );

  // api.md 1.1: 405
  it.each([
    ["PUT", "/v1/clusters", "GET, POST"],
    ["PUT", "/v1/clusters/c1", "DELETE, GET, PATCH"],
    ["GET", "/v1/certificates", "POST"],
    ["POST", "/", "GET"],
    ["DELETE", "/v1", "GET"],
    ["PROPFIND", "/v1/clusters", "GET, POST"],
    ["TRACE", "/v1/clusters", "GET, POST"],
  ])("%s %s says what is allowed", async (method, path, allow) => {
    const { call } = serverBench();
    const answer = await call(method, path);
    expect(answer).toMatchObject({ status: 405, body: EMPTY(405) });
    expect(answer.headers["allow"]).toContain(allow);
  });

  it("answers HEAD as GET, without the body", async () => {
    const { call } = serverBench();
    for (const path of ["/", "/v1", "/v1/clusters"])
      expect(await call("HEAD", path)).toMatchObject({ status: 200, text: "" });
    expect((await call("HEAD", "/v1/clusters/c1")).status).toBe(404);
  });
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

  // api.md 1.1: only JSON
  it.each([
    ["nothing", "", 400, 'Missing argument: "cluster"'],
    ["half an object", "{", 400, "Request is not in valid JSON format"],
    ["a byte order mark", "\uFEFF{}", 400, "Request is not in valid JSON format"],
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

describe("CORS", () => {
  const cors = { allowedOrigins: ["https://horizon"] };
  const origin = { origin: "https://horizon" };

  // api.md 1.1: CORS, outside of the token
  it("lets a permitted page read every answer, refusals too", async () => {
    const { call } = serverBench({ cors });
    for (const given of [{}, { as: null }, { version: "compute 2.1" }]) {
      const { headers } = await call("GET", "/v1/clusters", { ...given, headers: origin });
      expect(headers).toMatchObject({
        "access-control-allow-origin": "https://horizon",
        "access-control-allow-credentials": "true",
        vary: expect.stringMatching(/(^|,)Origin$/),
      });
    }
    const unreadable = await call("GET", "/v1/clusters/%ff", { headers: origin });
    expect(unreadable.headers["access-control-allow-origin"]).toBe("https://horizon");
    const { headers } = await call("GET", "/v1/clusters", { headers: origin });
    expect(headers.vary).toBe("OpenStack-API-Version,Origin");
  });

  it("answers a preflight without a token", async () => {
    const { call } = serverBench({ cors });
    const asked = {
      ...origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "X-Auth-Token,Content-Type",
    };
    const { status, headers } = await call("OPTIONS", "/v1/clusters", { as: null, headers: asked });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://horizon",
      "access-control-max-age": "3600",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "X-Auth-Token,Content-Type",
    });
  });

  it("says nothing where it is not configured, to a stranger, and at /healthcheck", async () => {
    const plain = await serverBench().call("GET", "/v1", { headers: origin });
    const { call } = serverBench({ cors });
    const stranger = await call("GET", "/v1", { headers: { origin: "https://evil" } });
    const health = await call("GET", "/healthcheck", { headers: origin });
    for (const { status, headers } of [plain, stranger, health]) {
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    }
  });
});

describe("behind a proxy", () => {
  const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "cloud:8443" };
  const rootLink = async (options: Partial<ServerOptions>, path = "/") => {
    const { body } = await serverBench(options).call("GET", path, { headers: forwarded });
    return body.versions[0].links[0].href;
  };

  // api.md 1.4: base
  it("believes the proxy only when told to", async () => {
    expect(await rootLink({})).toBe("http://api.example:9511/v1/");
    expect(await rootLink({ enableProxyHeadersParsing: true })).toBe("https://cloud:8443/v1/");
  });

  it("stands at a mount path, and links through it", async () => {
    const mounted = { mountPath: "/container-infra/" };
    const link = "http://api.example:9511/container-infra/v1/";
    expect(await rootLink(mounted, "/container-infra")).toBe(link);
    expect(await rootLink(mounted, "/container-infra/")).toBe(link);
    const { call } = serverBench(mounted);
    expect((await call("GET", "/container-infra/v1/clusters")).status).toBe(200);
    expect((await call("GET", "/container-infra/clusters")).status).toBe(200);
    expect((await call("GET", "/healthcheck", { as: null })).status).toBe(200);
  });
});

// api.md 1.1: /healthcheck
describe("/healthcheck", () => {
  const ask = (accept: string) => ({ as: null, headers: { accept } });

  it.each([
    ["*/*", "text/plain; charset=UTF-8", "OK"],
    ["application/json, text/plain", "text/plain; charset=UTF-8", "OK"],
    ["image/png", "text/plain; charset=UTF-8", "OK"],
    [
      "application/json",
      "application/json",
      '{\n    "detailed": false,\n    "reasons": [\n        "OK"\n    ]\n}',
    ],
  ])("answers %s with %s", async (accept, type, text) => {
    const answer = await serverBench().call("GET", "/healthcheck", ask(accept));
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers["content-type"]).toBe(type);
  });

  it("answers a browser with a page", async () => {
    const { headers, text } = await serverBench().call("GET", "/healthcheck", ask("text/html"));
    expect(headers["content-type"]).toBe("text/html; charset=UTF-8");
    expect(text).toContain("<p>OK</p>");
  });

  it.each(["GET", "POST", "PUT", "DELETE", "OPTIONS"])(
    "answers %s below it too",
    async (method) => {
      const { call } = serverBench();
      for (const path of ["/healthcheck", "/healthcheck/", "/healthcheck/now", "/healthcheck?x=1"])
        expect(await call(method, path, { as: null })).toMatchObject({ status: 200, text: "OK" });
    },
  );

  it("says that it is not well while the file is there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "healthcheck-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const disableFile = join(folder, "disable");
    const { call } = serverBench({ healthcheck: { disableFile, detailed: true } });
    expect((await call("HEAD", "/healthcheck", { as: null })).status).toBe(204);
    await writeFile(disableFile, "");
    expect(await call("GET", "/healthcheck", { as: null })).toMatchObject({
      status: 503,
      text: "DISABLED BY FILE",
    });
    expect((await call("HEAD", "/healthcheck", { as: null })).status).toBe(503);
    const { status, body } = await call("GET", "/healthcheck", ask("application/json"));
    expect(status).toBe(503);
    expect(body).toMatchObject({
      detailed: true,
      reasons: [
        {
          class: "DisableByFileHealthcheck",
          details: `Path '${disableFile}' was found`,
          reason: "DISABLED BY FILE",
        },
      ],
    });
    await rm(disableFile);
    expect((await call("GET", "/healthcheck", { as: null })).status).toBe(200);
  });
});
