import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyRequest } from "./any-request.ts";
import { serverBench } from "./server-bench.ts";

const RUNS = 20_000;
/** Requests change and delete things; so often there is a new world. */
const REQUESTS_PER_WORLD = 200;
/**
 * A request takes a millisecond or two, some more where it holds a body's worth of text. A pattern that
 * tries each of 64 000 slashes anew takes two seconds, in which nobody else is answered.
 */
const LONGEST_MS = 1000;
const TEMPLATE = "aaaaaaaa-0000-4000-8000-000000000001";
const NAMES = ["swarm", "c1", "default-worker", "big", "other", TEMPLATE, "wonderland"];

async function newWorld(enableProxyHeadersParsing: boolean) {
  const bench = serverBench({
    enableProxyHeadersParsing,
    cors: { allowedOrigins: ["https://horizon"] },
  });
  await bench.template({ uuid: TEMPLATE });
  await bench.template({ name: "other", labels: { colour: "green" } });
  await bench.cluster();
  await bench.settle();
  await bench.call("POST", "/v1/clusters/c1/nodegroups", { body: { name: "big" } });
  await bench.settle();
  return bench;
}

async function timed<Result>(work: () => Promise<Result>) {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}

describe("whatever is sent", () => {
  it("no method, path, query, header, body or persona makes the server fail or think for long", async () => {
    const persona = fc.oneof(
      { weight: 3, arbitrary: fc.constant("alice") },
      { weight: 1, arbitrary: fc.constantFrom("admin", "mallory", "unscoped", null) },
    );
    let world = await newWorld(false);
    let requests = 0;
    await fc.assert(
      fc.asyncProperty(persona, anyRequest(NAMES), async (as, request) => {
        requests += 1;
        if (requests % REQUESTS_PER_WORLD === 0)
          world = await newWorld((requests / REQUESTS_PER_WORLD) % 2 === 1);
        const { method, url, body, ...rest } = request;
        const send = () =>
          world.call(method, url, { as, ...rest, ...(body === undefined ? {} : { body }) });
        const { result: answer, ms } = await timed(send);
        // The second try tells a slow pattern from a busy machine.
        const leastMs = ms < LONGEST_MS ? ms : (await timed(send)).ms;
        expect(leastMs).toBeLessThan(LONGEST_MS);
        expect(answer.status).toBeLessThan(500);
        expect(world.faults).toEqual([]);
        const refused = answer.status >= 400 && answer.status !== 401 && method !== "HEAD";
        expect(refused ? answer.body.errors : [{}]).toHaveLength(1);
      }),
      { numRuns: RUNS },
    );
  }, 300_000);
});
