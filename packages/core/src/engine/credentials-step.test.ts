import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";

/** A cluster that is asked for while Keystone fails so many times. */
async function createdAfter(failures: number) {
  const bench = managerBench({ givesCredentials: true });
  await bench.template();
  for (let count = 0; count < failures; count++) bench.cloud.faults.acquire.push(unavailable());
  const answered = new AbortController();
  const creating = bench.create().finally(() => answered.abort());
  while (!answered.signal.aborted) {
    bench.clock.advance(250);
    await setImmediate();
  }
  await creating;
  const retries = (await bench.events()).filter(({ type }) => type === "operation.retry");
  return { bench, retries: retries.length };
}

describe("a cluster's credential", () => {
  it("is asked for again while Keystone is ill for a moment, and history tells", async () => {
    const { bench, retries } = await createdAfter(3);
    expect(retries).toBe(3);
    expect(bench.cloud.held.size).toBe(1);
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).status).toBe("CREATE_COMPLETE");
  });

  it("is given up when the requester has waited long enough", async () => {
    const { bench, retries } = await createdAfter(4);
    expect(retries).toBe(3);
    expect(await bench.manager.clusters.get("c1")).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: expect.stringMatching(/^Failed to create trustee or trust .* unavailable$/),
    });
    const [create] = await bench.manager.clusters.operations("c1");
    expect(create?.error?.code).toBe("JRB_CREDENTIALS_FAILED");
  });
});
