import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream";

/** A way in that leads new connections elsewhere, and leaves those that are there. */
export async function startDoor(port: number) {
  let target = port;
  const sockets = new Set<Socket>();
  const door = createServer((client) => {
    const behind = connect(target, "127.0.0.1");
    for (const socket of [client, behind]) sockets.add(socket.on("error", () => undefined));
    pipeline(client, behind, client, () => undefined);
  });
  await once(door.listen(0, "127.0.0.1"), "listening");
  return {
    port: (door.address() as AddressInfo).port,
    leadTo(other: number) {
      target = other;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      door.close();
    },
  };
}
