import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { FakeCloud } from "../../test/fake-cloud.ts";
import { canSign, selfSigned } from "@jeroboam/test-engines";
import { createSession } from "../session/session.ts";
import type { SessionOptions } from "../session/session-options.ts";
import { tlsFetch } from "./tls-fetch.ts";
import type { TlsOptions } from "./tls-options.ts";

if (!canSign) console.log("skipped: no openssl here makes certificates");

let folder: string;
let server: ReturnType<typeof selfSigned>;
let client: ReturnType<typeof selfSigned>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tls-"));
  if (!canSign) return;
  server = selfSigned(folder, "server");
  client = selfSigned(folder, "client");
});
afterAll(() => rmSync(folder, { recursive: true }));

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Listens behind TLS and asks callers for a certificate; answers the address. */
async function behindTls(handler: Handler): Promise<string> {
  const { cert, key } = server;
  const listening = createServer(
    { cert, key, ca: client.cert, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      // A caller may be gone before it was heard.
      Promise.resolve(handler(request, response)).catch(() => response.destroy());
    },
  ).listen(0, "127.0.0.1");
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  await once(listening, "listening");
  return `https://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const echo: Handler = async (request, response) => {
  const { method, headers } = request;
  const { authorized } = request.socket as TLSSocket;
  response.setHeader("x-twice", ["a", "b"]);
  response.end(
    JSON.stringify({
      method,
      authorized,
      kind: headers["content-type"],
      body: await text(request),
    }),
  );
};

function secured(options: TlsOptions): typeof fetch {
  const made = tlsFetch(options);
  if (!made) throw new Error("nothing to secure");
  return made;
}

describe.skipIf(!canSign)("a connection", () => {
  it("is as Node.js makes it where nothing is said", () => {
    expect(tlsFetch({})).toBeUndefined();
    expect(tlsFetch({ verify: true })).toBeUndefined();
  });

  it.each<[string, () => TlsOptions, boolean]>([
    ["believes the authority that is named", () => ({ caFile: server.certFile }), false],
    ["believes anybody where nothing is verified", () => ({ verify: false }), false],
    [
      "shows its certificate",
      () => ({ verify: false, certFile: client.certFile, keyFile: client.keyFile }),
      true,
    ],
    [
      "shows its certificate out of one file with the key",
      () => {
        const both = join(folder, "both.pem");
        writeFileSync(both, client.cert + client.key);
        return { caFile: server.certFile, certFile: both };
      },
      true,
    ],
  ])("%s", async (_, options, authorized) => {
    const url = await behindTls(echo);
    const reply = await secured(options())(url, {
      method: "POST",
      body: '{"ä":1}',
      headers: { "content-type": "application/json" },
    });
    expect(reply.headers.get("x-twice")).toBe("a, b");
    expect(await reply.json()).toEqual({
      method: "POST",
      authorized,
      kind: "application/json",
      body: '{"ä":1}',
    });
  });

  it("believes nobody else beside the authority that is named", async () => {
    const url = await behindTls(echo);
    const call = secured({ caFile: client.certFile })(url);
    await expect(call).rejects.toMatchObject({ cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
  });

  it("is kept for the next request, also of another session", async () => {
    const sockets = new Set<unknown>();
    const url = await behindTls((request, response) => {
      sockets.add(request.socket);
      response.writeHead(204).end();
    });
    for (const _ of [1, 2]) {
      const reply = await secured({ caFile: server.certFile })(url);
      expect([reply.status, await reply.text()]).toEqual([204, ""]);
    }
    expect(sockets.size).toBe(1);
  });

  it("ends with the signal's reason", async () => {
    const stop = new AbortController();
    const url = await behindTls(() => stop.abort(new Error("enough")));
    const call = secured({ verify: false })(url, { signal: stop.signal });
    await expect(call).rejects.toThrow("enough");
  });
});

describe.skipIf(!canSign)("files that cannot be used", () => {
  it.each<[string, () => TlsOptions, string]>([
    ["are not there", () => ({ caFile: "/nowhere.pem" }), "authorities in /nowhere.pem"],
    [
      "lack the certificate",
      () => ({ keyFile: client.keyFile }),
      "client.key needs its certificate",
    ],
    [
      "do not belong together",
      () => ({ certFile: client.certFile, keyFile: server.keyFile }),
      "and the key that of the certificate",
    ],
  ])("are named when they %s", (_, options, reason) => {
    expect(() => tlsFetch(options())).toThrow(reason);
  });
});

describe.skipIf(!canSign)("a session", () => {
  async function cloudBehindTls(more: () => Partial<SessionOptions>) {
    const cloud = new FakeCloud().on("GET /v2.1/x", { status: 200 });
    const url = await behindTls(async (request, response) => {
      const { method = "GET", headers } = request;
      const body = await text(request);
      const asked = new Request(`http://cloud${request.url ?? ""}`, {
        method,
        headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        ...(body === "" ? {} : { body }),
      });
      const reply = await cloud.fetch(asked);
      response.writeHead(reply.status, Object.fromEntries(reply.headers));
      response.end(await reply.text());
    });
    const { fetch: _, ...options } = cloud.options({
      authUrl: `${url}/v3`,
      endpointOverrides: { compute: `${url}/v2.1` },
      retry: { limit: 0 },
    });
    return createSession({ ...options, ...more() })
      .service("compute")
      .send({ path: "/x" });
  }

  it("secures all its services alike", async () => {
    const reply = await cloudBehindTls(() => ({ tls: { caFile: server.certFile } }));
    expect(reply.status).toBe(200);
  });

  it("secures a single service by its own options", async () => {
    const keystone = { identity: { caFile: server.certFile } };
    await expect(cloudBehindTls(() => ({ serviceTls: keystone }))).rejects.toThrow(
      /Cannot reach compute at .*DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    const both = { ...keystone, compute: { verify: false } };
    expect((await cloudBehindTls(() => ({ serviceTls: both }))).status).toBe(200);
  });
});
