import { connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { ApiError } from "./api-error.ts";
import { refusalOf, refuseUnreadable } from "./framework-refusal.ts";

/** What the other end of a connection reads until it is closed. */
async function readAfter(act: (socket: Socket) => void): Promise<string> {
  const server = createServer(act).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const chunks: Buffer[] = [];
  for await (const chunk of connect(port, "127.0.0.1")) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe("what is not readable as HTTP", () => {
  it.each([
    ["ERR_HTTP_REQUEST_TIMEOUT", 408],
    ["HPE_HEADER_OVERFLOW", 431],
    ["HPE_INVALID_METHOD", 400],
    [undefined, 400],
  ])("%s is %i in the envelope, and the connection ends", async (code, status) => {
    const error = Object.assign(new Error("parser"), code === undefined ? {} : { code });
    const text = await readAfter((socket) => refuseUnreadable(error, socket));
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(body).errors).toMatchObject([{ status, code: "client" }]);
  });

  it("is not answered when the caller is gone", async () => {
    const gone = Object.assign(new Error("reset"), { code: "ECONNRESET" });
    expect(await readAfter((socket) => refuseUnreadable(gone, socket))).toBe("");
  });
});

describe("the framework's refusals", () => {
  const refusal = (code: string, statusCode: number) =>
    refusalOf(Object.assign(new Error("words"), { code, statusCode }));

  it("keep their status", () => {
    expect(refusal("FST_ERR_CTP_BODY_TOO_LARGE", 413)).toMatchObject({
      status: 413,
      message: "words",
    });
  });

  it("are faults where they say so, or where somebody else threw", () => {
    expect(refusal("FST_ERR_X", 500)).not.toBeInstanceOf(ApiError);
    expect(refusal("ENOENT", 404)).not.toBeInstanceOf(ApiError);
  });
});
