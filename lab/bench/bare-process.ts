// A bare node:http that answers everything with the bytes and headers that another server sent.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [, , url = "", token = ""] = process.argv;
/** Node writes these by itself. */
const OF_THE_CONNECTION = ["connection", "date", "keep-alive", "transfer-encoding"];

const answer = await fetch(url, { headers: { "x-auth-token": token } });
if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
const body = Buffer.from(await answer.arrayBuffer());
const headers = Object.fromEntries(
  [...answer.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name)),
);
const server = createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ origin: `http://127.0.0.1:${port}` });
});
process.once("disconnect", () => {
  server.closeAllConnections();
  server.close();
});
