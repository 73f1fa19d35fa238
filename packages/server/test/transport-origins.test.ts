import { describe, expect, it } from "vitest";
import type { ServerOptions } from "../src/create-server.ts";
import { serverBench } from "./server-bench.ts";

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
