import { expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";

const figures = async (outboxDepth?: () => Promise<number>) =>
  (await createMetrics({ cloudCalls: () => ({}), ...(outboxDepth && { outboxDepth }) }).render())
    .split("\n")
    .filter((line) => line.startsWith("jeroboam_outbox_messages"));

it("tells how many operations the broker has not taken yet", async () => {
  let depth = 3;
  const metrics = createMetrics({ cloudCalls: () => ({}), outboxDepth: async () => depth });
  expect(await metrics.render()).toMatch(/^jeroboam_outbox_messages 3$/m);
  depth = 0;
  expect(await metrics.render()).toMatch(/^jeroboam_outbox_messages 0$/m);
});

it("tells nothing of an outbox where there is no broker", async () => {
  expect(await figures()).toEqual([]);
});

it.each<[string, () => Promise<number>]>([
  ["refuses", () => Promise.reject(new Error("away"))],
  ["hangs", () => new Promise(() => {})],
])("tells all other figures while the database %s", async (_, outboxDepth) => {
  expect(await figures(outboxDepth)).toEqual(["jeroboam_outbox_messages Nan"]);
});

it.each([
  [new Date("2031-11-19T12:00:00Z"), "1952856000"],
  [undefined, "Nan"],
])("tells that the first authority ends at %s", async (firstEnd, expected) => {
  const metrics = createMetrics({
    cloudCalls: () => ({}),
    firstAuthorityEnd: async () => firstEnd,
  });
  const line = `jeroboam_first_authority_end_timestamp_seconds ${expected}`;
  expect((await metrics.render()).split("\n")).toContain(line);
});
