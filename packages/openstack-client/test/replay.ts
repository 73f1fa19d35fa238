import { expect } from "vitest";
import { anonymised, bodyOf, type Recording } from "./exchange.ts";

/** A cloud that answers what was recorded, and insists on being asked exactly that, in that order. */
export function replay(recording: Recording) {
  const waiting = [...recording.exchanges];
  const replayed: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const exchange = waiting.shift();
    if (exchange === undefined) throw new Error(`nothing more was recorded: ${pathname}`);
    const sent = anonymised(bodyOf(await request.text()));
    expect({ method: request.method, path: `${pathname}${search}`, sent }).toEqual({
      method: exchange.method,
      path: exchange.path,
      sent: exchange.sent,
    });
    const text =
      typeof exchange.reply === "string" ? exchange.reply : JSON.stringify(exchange.reply);
    const body = [204, 205, 304].includes(exchange.status) ? null : (text ?? null);
    return new Response(body, { status: exchange.status, headers: exchange.headers });
  };
  return { fetch: replayed, waiting };
}
