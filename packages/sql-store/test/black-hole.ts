import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A proxy before a server, whose connections can fall silent without being closed. */
export interface BlackHole {
  readonly port: number;
  /** Lets nothing through any more on the connections that are open now. */
  swallowOpen(): void;
  /** Hands on the next commit, and nothing that the server says to it or later. */
  swallowAnswerToCommit(): void;
  close(): Promise<void>;
}

export async function startBlackHole(server: { host: string; port: number }): Promise<BlackHole> {
  const silenced = new WeakSet<Socket>();
  const open = new Set<Socket>();
  let waitsForCommit = false;
  const proxy = createServer((client) => {
    const behind = connect(server.port, server.host);
    const both = [client, behind];
    open.add(client);
    client.on("data", (data) => {
      if (silenced.has(client)) return;
      if (waitsForCommit && data.includes("commit")) {
        waitsForCommit = false;
        silenced.add(client);
      }
      behind.write(data);
    });
    behind.on("data", (data) => {
      if (!silenced.has(client)) client.write(data);
    });
    for (const socket of both) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(client);
        for (const each of both) each.destroy();
      });
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    swallowOpen() {
      for (const socket of open) silenced.add(socket);
    },
    swallowAnswerToCommit() {
      waitsForCommit = true;
    },
    async close() {
      for (const socket of open) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}
