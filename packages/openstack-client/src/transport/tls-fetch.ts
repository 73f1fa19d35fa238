import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, type AgentOptions, request as httpsRequest } from "node:https";
import { homedir } from "node:os";
import { buffer } from "node:stream/consumers";
import { createSecureContext, getCACertificates } from "node:tls";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import type { TlsOptions } from "./tls-options.ts";

/** Replies that may have no body, not even an empty one. */
const BODILESS = [204, 205, 304];
/** Sessions that are secured alike share their connections. */
const made = new Map<string, typeof fetch>();

/**
 * A fetch whose connections are secured as the options say; undefined where they say nothing. Files
 * are read once in a process.
 *
 * @throws {@link InvalidRequestError} naming the file that cannot be used, and why.
 */
export function tlsFetch(options: TlsOptions): typeof fetch | undefined {
  const { verify = true, caFile, certFile, keyFile } = options;
  if (verify && caFile === undefined && certFile === undefined && keyFile === undefined)
    return undefined;
  const key = JSON.stringify([verify, caFile, certFile, keyFile]);
  const known = made.get(key);
  if (known) return known;
  const secured = fetchThrough(new Agent({ keepAlive: true, ...agentOptions(options) }));
  made.set(key, secured);
  return secured;
}

/** Node's own fetch takes no agent, and the library that it is made of would have to fit its version. */
function fetchThrough(agent: Agent): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith("https:")) return fetch(request);
    const body = Buffer.from(await request.arrayBuffer());
    try {
      const answer = await answerTo(request, body, agent);
      const { statusCode: status = 500, headersDistinct } = answer;
      const text = await buffer(answer);
      const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      return new Response(BODILESS.includes(status) ? null : text, { status, headers });
    } catch (cause) {
      throw request.signal.aborted
        ? request.signal.reason
        : new TypeError("fetch failed", { cause });
    }
  };
}

function answerTo(
  { method, url, headers, signal }: Request,
  body: Buffer,
  agent: Agent,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const length = body.length === 0 ? {} : { "content-length": String(body.length) };
  const sent = httpsRequest(
    url,
    { agent, method, signal, headers: { ...Object.fromEntries(headers), ...length } },
    resolve,
  );
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

function agentOptions({ verify, caFile, certFile, keyFile }: TlsOptions): AgentOptions {
  if (certFile === undefined && keyFile !== undefined)
    throw new InvalidRequestError(`The key ${keyFile} needs its certificate`);
  const ca = read("authorities", caFile);
  const cert = read("certificate", certFile);
  const key = read("key", keyFile ?? certFile);
  const options = {
    ...(ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  try {
    createSecureContext(options);
  } catch (error) {
    const files = [caFile, certFile, keyFile].filter((file) => file !== undefined).join(", ");
    throw new InvalidRequestError(
      `TLS cannot be spoken with ${files}: ${reasonOf(error)}; they have to be PEM, and the key that of the certificate`,
    );
  }
  return { ...options, rejectUnauthorized: verify !== false };
}

function read(what: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file.replace(/^~(?=\/)/, homedir()), "utf8");
  } catch (error) {
    throw new InvalidRequestError(`The ${what} in ${file} cannot be read: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
