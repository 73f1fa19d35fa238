import { createClusterManager, createMemoryStore } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { fakeCloud } from "./fake-cloud.ts";
import { FakeStacks, fakeDriver } from "./fake-driver.ts";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/mservices";

/** A server whose store heard of two conductors, one of them long ago. */
async function twoConductors() {
  const store = createMemoryStore();
  const now = new Date("2030-01-01T01:00:00Z");
  const manager = createClusterManager({
    drivers: [fakeDriver],
    cloud: fakeCloud(new FakeStacks()),
    store,
    clock: { now: () => now, sleep: async () => {} },
    runOperations: false,
  });
  const binary = "magnum-conductor";
  await store.services.beat({ host: "asleep", binary, now: new Date("2030-01-01T00:00:00Z") });
  await store.services.beat({ host: "awake", binary, now: new Date("2030-01-01T00:58:00Z") });
  await store.services.beat({ host: "awake", binary, now: new Date("2030-01-01T00:59:00Z") });
  return serverBench({ manager });
}

// api.md 9
describe("mservices", () => {
  it.each(["container-infra latest", null])("are told to admins in %s", async (version) => {
    const { call } = await twoConductors();
    const answer = await call("GET", PATH, { as: "admin", version });
    expect(answer.status).toBe(200);
    const common = { binary: "magnum-conductor", disabled: false, disabled_reason: null };
    expect(answer.body).toEqual({
      mservices: [
        {
          ...common,
          id: 1,
          host: "asleep",
          state: "down",
          report_count: expect.any(Number),
          created_at: "2030-01-01T00:00:00+00:00",
          updated_at: null,
        },
        {
          ...common,
          id: 2,
          host: "awake",
          state: "up",
          report_count: expect.any(Number),
          created_at: "2030-01-01T00:58:00+00:00",
          updated_at: "2030-01-01T00:59:00+00:00",
        },
      ],
    });
    const [asleep, awake] = answer.body.mservices;
    expect(awake.report_count).toBe(asleep.report_count + 1);
  });

  it("are told to nobody else", async () => {
    const { call } = await twoConductors();
    const refused = await call("GET", PATH);
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0].detail).toBe(
      "Policy doesn't allow magnum-service:get_all to be performed.",
    );
  });

  it("are not paged", async () => {
    const { call } = await twoConductors();
    const refused = await call("GET", `${PATH}?limit=1`, { as: "admin" });
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].detail).toBe('Unknown argument: "limit"');
  });
});
