import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { serverBench } from "./server-bench.ts";

// api.md 1.1: /healthcheck
describe("/healthcheck", () => {
  const ask = (accept: string) => ({ as: null, headers: { accept } });

  it.each([
    ["*/*", "text/plain; charset=UTF-8", "OK"],
    ["application/json, text/plain", "text/plain; charset=UTF-8", "OK"],
    ["image/png", "text/plain; charset=UTF-8", "OK"],
    [
      "application/json",
      "application/json",
      '{\n    "detailed": false,\n    "reasons": [\n        "OK"\n    ]\n}',
    ],
  ])("answers %s with %s", async (accept, type, text) => {
    const answer = await serverBench().call("GET", "/healthcheck", ask(accept));
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers["content-type"]).toBe(type);
  });

  it("answers a browser with a page", async () => {
    const { headers, text } = await serverBench().call("GET", "/healthcheck", ask("text/html"));
    expect(headers["content-type"]).toBe("text/html; charset=UTF-8");
    expect(text).toContain("<p>OK</p>");
  });

  it.each(["GET", "POST", "PUT", "DELETE", "OPTIONS"])(
    "answers %s below it too",
    async (method) => {
      const { call } = serverBench();
      for (const path of ["/healthcheck", "/healthcheck/", "/healthcheck/now", "/healthcheck?x=1"])
        expect(await call(method, path, { as: null })).toMatchObject({ status: 200, text: "OK" });
    },
  );

  it("says that it is not well while the file is there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "healthcheck-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const disableFile = join(folder, "disable");
    const { call } = serverBench({ healthcheck: { disableFile, detailed: true } });
    expect((await call("HEAD", "/healthcheck", { as: null })).status).toBe(204);
    await writeFile(disableFile, "");
    expect(await call("GET", "/healthcheck", { as: null })).toMatchObject({
      status: 503,
      text: "DISABLED BY FILE",
    });
    expect((await call("HEAD", "/healthcheck", { as: null })).status).toBe(503);
    const { status, body } = await call("GET", "/healthcheck", ask("application/json"));
    expect(status).toBe(503);
    expect(body).toMatchObject({
      detailed: true,
      reasons: [
        {
          class: "DisableByFileHealthcheck",
          details: `Path '${disableFile}' was found`,
          reason: "DISABLED BY FILE",
        },
      ],
    });
    await rm(disableFile);
    expect((await call("GET", "/healthcheck", { as: null })).status).toBe(200);
  });
});
