import { Socket } from "node:net";

/**
 * Breaks a connection on which nothing came or went for so long: a host that vanished without
 * closing it would keep a statement waiting for as long as TCP tries. 0 lets it be silent again.
 */
export function limitSilence(connection: object, limitMs: number): void {
  const stream = "stream" in connection ? connection.stream : undefined;
  if (!(stream instanceof Socket)) return;
  stream.removeAllListeners("timeout");
  stream.setTimeout(limitMs);
  if (limitMs > 0) stream.once("timeout", () => stream.destroy(silent(limitMs)));
}

/** How long a server may let a statement wait for a lock, so that it tells of that before the limit. */
export function lockWaitMs(silenceLimitMs: number): number {
  return Math.max(1000, Math.floor(silenceLimitMs / 2));
}

function silent(limitMs: number): Error {
  const error = new Error(`it did not answer within ${limitMs / 1000} s`);
  return Object.assign(error, { code: "ETIMEDOUT" });
}
