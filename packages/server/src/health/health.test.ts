import { type Clock, systemClock } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { serverBench } from "../../test/server-bench.ts";
import { createHealth, type HealthCheck } from "./health.ts";

const well = (name: string, required = true): HealthCheck => ({
  name,
  required,
  check: async () => "it answers",
});
const away = (name: string, required = true): HealthCheck => ({
  name,
  required,
  check: () => Promise.reject(new Error(`${name} at 10.0.0.1 is away`)),
});
const running = new AbortController().signal;

describe("the readiness of a process", () => {
  it.each<[string, readonly HealthCheck[], boolean]>([
    ["everything is well", [well("database"), well("identity", false)], true],
    ["what is not required is away", [well("database"), away("identity", false)], true],
    ["what is required is away", [away("database"), well("identity", false)], false],
  ])("where %s", async (_, checks, ready) => {
    const health = createHealth({ checks, stopping: running });
    expect(await health.readiness()).toMatchObject({ ready, stopping: false });
  });

  it("ends when the process is about to stop", async () => {
    const stop = new AbortController();
    const health = createHealth({ checks: [well("database")], stopping: stop.signal });
    expect(await health.readiness()).toMatchObject({ ready: true });
    stop.abort();
    expect(await health.readiness()).toMatchObject({ ready: false, stopping: true });
  });

  it("ends when what is required does not answer", async () => {
    const silent = { ...well("database"), check: () => new Promise<never>(() => {}) };
    const health = createHealth({ checks: [silent], stopping: running, timeoutMs: 5 });
    expect(await health.readiness()).toMatchObject({
      ready: false,
      checks: { database: { ok: false, detail: "it did not answer within 0.005 s" } },
    });
  });

  it("is found out once for all who ask at nearly the same time", async () => {
    let asked = 0;
    let nowMs = 0;
    const clock: Clock = { ...systemClock, now: () => new Date(nowMs) };
    const counted = { ...well("database"), check: async () => String((asked += 1)) };
    const health = createHealth({ checks: [counted], stopping: running, keepMs: 1000, clock });
    await Promise.all([health.readiness(), health.readiness()]);
    nowMs = 999;
    await health.readiness();
    expect(asked).toBe(1);
    nowMs = 1000;
    expect((await health.readiness()).checks["database"]?.detail).toBe("2");
  });
});

describe("the API", () => {
  it("says without a token that it lives and whether it is ready, and not where what it needs is", async () => {
    const checks = [well("database"), away("identity", false)];
    const { call } = serverBench({ health: createHealth({ checks, stopping: running }) });
    expect(await call("GET", "/healthcheck/live", { as: null })).toMatchObject({
      status: 200,
      body: { live: true },
    });
    const { status, body } = await call("GET", "/healthcheck/ready", { as: null });
    expect(status).toBe(200);
    expect(body).toEqual({
      ready: true,
      stopping: false,
      checks: {
        database: { ok: true, required: true },
        identity: { ok: false, required: false },
      },
    });
  });

  it("answers 503 while it is not ready", async () => {
    const health = createHealth({ checks: [away("database")], stopping: running });
    const { call } = serverBench({ health });
    expect((await call("GET", "/healthcheck/ready", { as: null })).status).toBe(503);
    expect((await call("GET", "/healthcheck", { as: null })).status).toBe(200);
  });
});
