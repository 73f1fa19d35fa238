import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "@jeroboam/openstack-simulator";

const PATIENCE_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** After `/v1`. */
  readonly path: string;
  readonly body?: unknown;
  /** Makes a POST safe to repeat. */
  readonly idempotencyKey?: string;
}

/** A program that speaks to whichever API process answers. */
export interface ApiClient {
  /** Asks once; undefined when no answer came, so that nobody knows what became of it. */
  ask(call: Call): Promise<Answer | undefined>;
  /** Asks until a process gives an answer that is final; only for what is safe to repeat. */
  askUntilAnswered(call: Call): Promise<Answer>;
}

export interface ApiClientOptions {
  readonly origins: () => readonly string[];
  readonly token: string;
  readonly random: Random;
  /** Later on, what has no answer yet is given up. */
  readonly deadline: () => number;
}

export function createApiClient({ origins, token, random, deadline }: ApiClientOptions): ApiClient {
  const ask: ApiClient["ask"] = async ({ method, path, body, idempotencyKey }) => {
    const all = origins();
    const origin = all[Math.floor(random.next() * all.length)];
    try {
      const reply = await fetch(`${origin}/v1${path}`, {
        method,
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          "x-auth-token": token,
          "openstack-api-version": "container-infra latest",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      return { status: reply.status, body: text === "" ? undefined : JSON.parse(text) };
    } catch {
      return undefined;
    }
  };
  return {
    ask,
    async askUntilAnswered(call) {
      for (;;) {
        const answer = await ask(call);
        if (answer && isFinal(answer)) return answer;
        if (Date.now() > deadline())
          throw new Error(
            `nobody answered ${call.method} ${call.path} in time; last: ${JSON.stringify(answer)}`,
          );
        await pause(random.between(100, 600));
      }
    },
  };
}

/** Errors of the server, and of Keystone that it hands on, pass. */
function isFinal({ status }: Answer): boolean {
  return status < 500 && status !== 401 && status !== 429;
}
