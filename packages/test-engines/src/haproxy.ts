import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type Engine, isMissing, type Missing } from "./engine.ts";
import { findPrograms } from "./program.ts";
import { startEngine } from "./start-engine.ts";

/**
 * Starts a HAProxy.
 *
 * @param configuration must bind the engine's port; a text finds it as `"$PORT"`.
 */
export async function startHaProxy(
  configuration: string | ((port: number) => string),
): Promise<Engine | Missing> {
  const programs = findPrograms({ haproxy: "haproxy" });
  if (isMissing(programs)) return programs;
  return startEngine({
    name: "haproxy",
    setpriv: programs.setpriv,
    url: ({ port }) => `http://127.0.0.1:${port}`,
    async prepare({ folder, port }) {
      const text = typeof configuration === "string" ? configuration : configuration(port);
      writeFileSync(join(folder, "haproxy.cfg"), `${text.trimEnd()}\n`);
    },
    server: ({ folder, port }) => ({
      program: programs.haproxy,
      arguments: ["-db", "-f", join(folder, "haproxy.cfg")],
      environment: { PORT: String(port) },
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
