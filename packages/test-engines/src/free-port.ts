import { once } from "node:events";
import { createServer } from "node:net";

/** Below what Linux gives to outgoing connections, so that nothing takes it while an engine is down. */
const LOWEST = 20_000;
const COUNT = 12_000;
const given = new Set<number>();

/** A port on which nobody listens, and that this process was not given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
