import { silentLogger } from "@jeroboam/core";
import { expect, it, onTestFinished } from "vitest";
import { createMetrics } from "../metrics/metrics.ts";
import { createHealth } from "./health.ts";
import { createHealthServer } from "./health-server.ts";

async function open(identity: () => Promise<string>) {
  const server = createHealthServer({
    health: createHealth({
      checks: [{ name: "identity", required: false, check: identity }],
      stopping: new AbortController().signal,
    }),
    metrics: createMetrics({ cloudCalls: () => ({ orchestration: 7 }) }),
    log: silentLogger,
  });
  onTestFinished(() => server.close());
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  return (path: string) => fetch(`${address}${path}`);
}

it("tells health with details, and metrics as Prometheus reads them", async () => {
  const get = await open(() => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:5000")));
  expect(await (await get("/healthcheck/live")).json()).toEqual({ live: true });
  const ready = await get("/healthcheck/ready");
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({
    checks: { identity: { ok: false, detail: "connect ECONNREFUSED 10.0.0.1:5000" } },
  });
  expect(await (await get("/healthcheck")).text()).toBe("OK");
  const metrics = await get("/metrics");
  expect(metrics.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const text = await metrics.text();
  expect(text).toContain('jeroboam_cloud_calls_total{service="orchestration"} 7');
  expect(text).toContain("process_resident_memory_bytes");
  expect((await get("/v1/clusters")).status).toBe(404);
});

it("tells the same figures when it is asked again", async () => {
  const get = await open(async () => "it answers");
  await get("/metrics");
  const text = await (await get("/metrics")).text();
  expect(text).toContain('jeroboam_cloud_calls_total{service="orchestration"} 7');
});
