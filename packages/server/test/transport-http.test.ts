import { describe, expect, it, onTestFinished } from "vitest";
import type { ServerOptions } from "../src/create-server.ts";
import { rawHttp } from "./raw-http.ts";
import { serverBench } from "./server-bench.ts";

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
