import { request } from "node:http";
import type { Answer, Json } from "./answer.ts";

export interface WireRequest {
  readonly method: string;
  /** As it stands in the request line; nothing is made tidy. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Headers that a client can tell two servers apart by; the others are the HTTP server's own. */
const COMPARED_HEADERS = [
  "allow",
  "content-type",
  "location",
  "openstack-api-maximum-version",
  "openstack-api-minimum-version",
  "openstack-api-version",
  "vary",
  "www-authenticate",
  "x-openstack-request-id",
];

/** What is written where a server closes the connection without a word, as Magnum does when a request breaks it. */
const NO_ANSWER: Answer = { status: 0, headers: {}, body: "" };

/** Sends one request to the server at `origin` and answers what a client could look at. */
export function exchange(origin: string, asked: WireRequest): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const { method, path, headers, body } = asked;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part: Buffer) => parts.push(part));
      reply.on("error", reject);
      reply.on("end", () => {
        const found: Record<string, string> = {};
        for (const name of COMPARED_HEADERS) {
          const value = reply.headers[name];
          if (value !== undefined) found[name] = Array.isArray(value) ? value.join(", ") : value;
        }
        const text = Buffer.concat(parts).toString();
        resolve({ status: reply.statusCode ?? 0, headers: found, body: jsonOrText(text) });
      });
    });
    sent.setTimeout(120_000, () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET") resolve(NO_ANSWER);
      else reject(error);
    });
    sent.end(body);
  });
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
