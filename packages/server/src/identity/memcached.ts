import memjs from "memjs";
import { within } from "../within.ts";
import type { SharedMemory } from "./shared-tokens.ts";

/** A request waits no longer for what only saves it a question to Keystone. */
const PATIENCE_SECONDS = 0.5;
/** How long a server that failed is left alone. */
const PAUSE_SECONDS = 30;
/** To connect and to answer. The client itself waits for ever where a server hangs up on a question. */
const LIMIT_MS = 2 * PATIENCE_SECONDS * 1000;

/**
 * Memory in one or several memcached servers, which share the keys among them.
 *
 * @param servers - Each `host:port`.
 */
export function openMemcached(servers: readonly string[]): SharedMemory {
  const client = memjs.Client.create(servers.join(","), {
    failover: true,
    failoverTime: PAUSE_SECONDS,
    retries: 0,
    timeout: PATIENCE_SECONDS,
    conntimeout: PATIENCE_SECONDS,
    keepAlive: true,
    // What goes wrong is told where it is met.
    logger: { log: () => undefined },
  });
  return {
    async get(key) {
      const { value } = await within(LIMIT_MS, client.get(key));
      return value ?? undefined;
    },
    async set(key, value, seconds) {
      await within(LIMIT_MS, client.set(key, value, { expires: seconds }));
    },
    close: () => client.close(),
  };
}
