import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMemcached } from "./memcached.ts";

const REFUSAL = /no answer within|No servers available/;

/** A server that does this with each request; answers a memory that asks it. */
async function memoryAt(act: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined).on("data", () => act(socket));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const memory = openMemcached([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
  onTestFinished(() => {
    memory.close();
    server.close();
  });
  return memory;
}

describe("a request to memcached comes to an end", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["hangs up", (socket) => socket.end()],
    ["resets the connection", (socket) => socket.resetAndDestroy()],
    ["says nothing", () => undefined],
    ["says what nobody understands", (socket) => socket.write("x".repeat(1000))],
    ["says half of an answer", (socket) => socket.write(Buffer.alloc(30, 0x81))],
  ])("when the server %s", async (_, act) => {
    const memory = await memoryAt(act);
    await expect(memory.get("k")).rejects.toThrow(REFUSAL);
    await expect(memory.set("k", Buffer.of(1), 1)).rejects.toThrow(REFUSAL);
  });
});
