import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { FakeCloud } from "../../test/fake-cloud.ts";
import { NetworkError, TimeoutError } from "../errors/connection-errors.ts";
import { HttpStatusError } from "../errors/http-errors.ts";
import { createSession } from "../session/session.ts";
import type { HttpMethod } from "./send.ts";

function novaOf(cloud: FakeCloud, more: Parameters<FakeCloud["options"]>[0] = {}) {
  return createSession(cloud.options(more)).service("compute");
}
const caught = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("repeating", () => {
  const cases: readonly [HttpMethod, number, number][] = [
    ...[429, 502, 503, 504].flatMap((status): [HttpMethod, number, number][] => [
      ["GET", status, 4],
      ["HEAD", status, 4],
      ["DELETE", status, 4],
      ["POST", status, 1],
      ["PATCH", status, 1],
      ["PUT", status, 1],
    ]),
    ["GET", 500, 1],
    ["GET", 404, 1],
    ["GET", 409, 1],
  ];
  it.each(cases)("%s answered %d is sent %d times", async (method, status, times) => {
    const cloud = new FakeCloud().on(`${method} /v2.1/x`, { status });
    const error = await caught(novaOf(cloud).send({ method, path: "/x" }));
    expect(error).toMatchObject({ status, code: "OPENSTACK_HTTP_STATUS" });
    expect(cloud.calls).toHaveLength(times);
  });

  it("happens for any request that says it may, and sends the body again", async () => {
    const cloud = new FakeCloud().on("PUT /v2.1/x", (count) => ({ status: count < 3 ? 503 : 200 }));
    const json = { a: 1 };
    await novaOf(cloud).send({ method: "PUT", path: "/x", json, repeatable: true });
    expect(cloud.calls).toHaveLength(3);
    expect(cloud.seen.at(-1)?.text).toBe('{"a":1}');
  });

  it("waits as Retry-After says, no longer than the maximum, and tells the caller in the end", async () => {
    const cloud = new FakeCloud().on("GET /v2.1/x", {
      status: 429,
      headers: { "retry-after": "7" },
    });
    const retry = { limit: 1, maximumRetryAfterMs: 1 };
    const error = await caught(novaOf(cloud, { retry }).send({ path: "/x" }));
    expect(error).toMatchObject({ status: 429, retryable: true, retryAfterMs: 7000 });
    expect(cloud.calls).toHaveLength(2);
  });

  it("happens after network errors, for safe requests only", async () => {
    let sent = 0;
    const cloud = new FakeCloud();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!request.url.endsWith("/x")) return cloud.fetch(request);
      sent += 1;
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
      });
    };
    const nova = novaOf(cloud, { fetch });
    const error = await caught(nova.send({ path: "/x" }));
    expect(NetworkError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ retryable: true, service: "compute", method: "GET" });
    expect((error as Error).message).toContain("ECONNREFUSED");
    expect(sent).toBe(4);
    await caught(nova.send({ method: "POST", path: "/x", json: {} }));
    expect(sent).toBe(5);
  });
});

describe("redirects", () => {
  const methods: readonly HttpMethod[] = ["GET", "DELETE", "PATCH", "PUT", "POST"];
  it.each(methods)("keep the method %s, the body and the token", async (method) => {
    const cloud = new FakeCloud()
      .on(`${method} /v2.1/name`, {
        status: 302,
        // Another scheme and port, as from behind a proxy.
        headers: { location: "https://cloud:1/v2.1/name/id?a=b" },
      })
      .on(`${method} /v2.1/name/id`, { status: 202 });
    const json = method === "GET" ? undefined : { parameters: { a: 1 } };
    const reply = await novaOf(cloud).send({ method, path: "/name", json });
    expect(reply).toMatchObject({ status: 202, url: "http://cloud:8774/v2.1/name/id?a=b" });
    expect(cloud.seen.at(-1)?.text).toBe(json === undefined ? "" : JSON.stringify(json));
    expect(cloud.seen.at(-1)?.headers.get("x-auth-token")).toContain("gAAAA");
  });

  it("to another host are refused, so that it does not get the token", async () => {
    const cloud = new FakeCloud().on("GET /v2.1/name", {
      status: 302,
      headers: { location: "http://elsewhere/v2.1/name" },
    });
    await expect(novaOf(cloud).send({ path: "/name" })).rejects.toThrow("elsewhere");
    expect(cloud.calls).toHaveLength(1);
  });

  it("in circles come to an end", async () => {
    const cloud = new FakeCloud().on("GET /v2.1/name", {
      status: 302,
      headers: { location: "/v2.1/name" },
    });
    const error = await caught(novaOf(cloud).send({ path: "/name" }));
    expect(HttpStatusError.isInstance(error)).toBe(true);
    expect((error as Error).message).toContain("in circles");
  });
});

describe("waiting", () => {
  it("ends with a TimeoutError when nothing comes, over a real connection", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const cloud = new FakeCloud();
    const endpointOverrides = { compute: `http://127.0.0.1:${port}` };
    const fetch: typeof globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      return new URL(request.url).hostname === "cloud"
        ? cloud.fetch(request)
        : globalThis.fetch(request);
    };
    const nova = novaOf(cloud, { endpointOverrides, fetch }).with({ timeoutMs: 50 });
    const error = await caught(nova.send({ path: "/x" }));
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    expect(TimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: "OPENSTACK_TIMEOUT", retryable: true });
  });

  it("ends with the signal's own reason when it aborts", async () => {
    const cloud = new FakeCloud();
    const controller = new AbortController();
    cloud.on("GET /v2.1/x", () => {
      controller.abort(new Error("enough"));
      return { status: 503 };
    });
    const nova = novaOf(cloud).with({ signal: controller.signal });
    await expect(nova.send({ path: "/x" })).rejects.toThrow("enough");
    await expect(nova.send({ path: "/x" })).rejects.toThrow("enough");
    expect(cloud.calls).toHaveLength(1);
  });
});
