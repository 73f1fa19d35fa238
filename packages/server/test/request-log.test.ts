import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function logBench() {
  const lines: Line[] = [];
  const hear = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, message, fields: { ...fields } });
  const log = {
    debug: hear("debug"),
    info: hear("info"),
    warn: hear("warn"),
    error: hear("error"),
  };
  return { ...serverBench({ log }), lines };
}

describe("the log of requests", () => {
  // api.md 1.1: request ids
  it("has a line for each, with who asked", async () => {
    const { call, lines } = logBench();
    const globalRequestId = "req-5d12f6fd-a196-4bf0-ae4c-1f639a523a52";
    const { headers } = await call("GET", "/clusters/?limit=5", {
      headers: { "x-openstack-request-id": globalRequestId },
    });
    expect(lines).toEqual([
      {
        level: "info",
        message: "request answered",
        fields: {
          requestId: headers["x-openstack-request-id"],
          globalRequestId,
          method: "GET",
          path: "/clusters/",
          status: 200,
          elapsedMs: expect.any(Number),
          userId: "alice",
          projectId: "wonderland",
        },
      },
    ]);
  });

  it("holds nothing of what callers send", async () => {
    const { call, lines } = logBench();
    const headers = { "idempotency-key": "key-of-mine", cookie: "cookie-of-mine" };
    await call("POST", "/v1/clusters?dry_run=query-of-mine", {
      body: { name: "body-of-mine" },
      headers,
    });
    await call("GET", "/v1/clusters?x=query-of-mine", { as: "token-of-mine" });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/of-mine/);
  });

  it("tells of refusals, whatever was asked", async () => {
    const { call, lines } = logBench();
    const asked = [
      ["GET", "/v1/clusters", 401],
      ["GET", "/v1/nothing", 401],
      ["OPTIONS", "/v1/clusters", 200],
      ["GET", "/v1/clusters/%ff", 400],
      ["PUT", "/", 405],
    ] as const;
    for (const [method, path, status] of asked)
      expect((await call(method, path, { as: null })).status).toBe(status);
    expect(lines.map(({ fields }) => [fields["method"], fields["path"], fields["status"]])).toEqual(
      asked,
    );
    for (const { level, fields } of lines) {
      expect(level).toBe("info");
      expect(fields).not.toHaveProperty("userId");
    }
  });

  it("leaves balancers to those who debug", async () => {
    const { call, lines } = logBench();
    for (const path of ["/healthcheck", "/healthcheck/now?x=1"])
      await call("GET", path, { as: null });
    expect(lines.map(({ level, fields }) => [level, fields["path"]])).toEqual([
      ["debug", "/healthcheck"],
      ["debug", "/healthcheck/now"],
    ]);
  });
});
