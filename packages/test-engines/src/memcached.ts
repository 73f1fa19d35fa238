import { once } from "node:events";
import { connect } from "node:net";
import { type Engine, isMissing, type Missing } from "./engine.ts";
import { findPrograms } from "./program.ts";
import { startEngine } from "./start-engine.ts";

/** Starts a memcached, whose memory goes when it is killed. */
export async function startMemcached(): Promise<Engine | Missing> {
  const programs = findPrograms({ memcached: "memcached" });
  if (isMissing(programs)) return programs;
  return startEngine({
    name: "memcached",
    setpriv: programs.setpriv,
    url: ({ port }) => `127.0.0.1:${port}`,
    prepare: async () => undefined,
    server: ({ port }) => ({
      program: programs.memcached,
      arguments: ["-l", "127.0.0.1", "-p", String(port), "-m", "16", "-t", "1"],
    }),
    async isReady({ port }) {
      const socket = connect(port, "127.0.0.1");
      try {
        await once(socket, "connect");
        return true;
      } finally {
        socket.destroy();
      }
    },
  });
}
