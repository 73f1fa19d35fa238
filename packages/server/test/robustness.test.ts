import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyRequest } from "./any-request.ts";
import { serverBench } from "./server-bench.ts";

const RUNS = 20_000;
/** Requests change and delete things; so often there is a new world. */
const REQUESTS_PER_WORLD = 200;
const TEMPLATE = "aaaaaaaa-0000-4000-8000-000000000001";
const NAMES = ["swarm", "c1", "default-worker", "big", "other", TEMPLATE, "wonderland"];

async function newWorld() {
  const bench = serverBench();
  await bench.template({ uuid: TEMPLATE });
  await bench.template({ name: "other", labels: { colour: "green" } });
  await bench.cluster();
  await bench.settle();
  await bench.call("POST", "/v1/clusters/c1/nodegroups", { body: { name: "big" } });
  await bench.settle();
  return bench;
}

describe("whatever is sent", () => {
  it("no method, path, query, body, version or persona makes the server fail", async () => {
    const persona = fc.constantFrom("alice", "alice", "admin", "mallory", "unscoped", null);
    let world = await newWorld();
    let requests = 0;
    await fc.assert(
      fc.asyncProperty(persona, anyRequest(NAMES), async (as, { method, url, version, body }) => {
        requests += 1;
        if (requests % REQUESTS_PER_WORLD === 0) world = await newWorld();
        const answer = await world.call(method, url, {
          as,
          version,
          ...(body === undefined ? {} : { body }),
        });
        expect(answer.status).toBeLessThan(500);
        expect(world.faults).toEqual([]);
        const refused = answer.status >= 400 && answer.status !== 401 && method !== "HEAD";
        expect(refused ? answer.body.errors : [{}]).toHaveLength(1);
      }),
      { numRuns: RUNS },
    );
  }, 300_000);
});
