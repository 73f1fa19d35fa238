import { expect, it } from "vitest";
import type { OutboxRows } from "../store/store.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { createWakeUp } from "./wake-up.ts";
import { keepRelaying } from "./outbox-relay.ts";
import { silentLogger } from "./logger.ts";

/** An outbox that other processes could read. */
function outboxOf(...operationUuids: readonly string[]) {
  const kept = new Map(
    operationUuids.map((operationUuid, id) => [id, { operationUuid, until: 0 }]),
  );
  const rows: OutboxRows = {
    append: async () => {},
    async take({ now, until, limit }) {
      const free = [...kept].filter(([, entry]) => entry.until <= now.getTime()).slice(0, limit);
      for (const [, entry] of free) entry.until = until.getTime();
      return free.map(([id, { operationUuid }]) => ({ id, operationUuid }));
    },
    async remove(ids) {
      for (const id of ids) kept.delete(id);
    },
    count: async () => kept.size,
  };
  return { rows, kept };
}

function relaying(outbox: OutboxRows, publish: (uuids: readonly string[]) => Promise<void>) {
  const { clock, store } = managerBench();
  const stop = new AbortController();
  const parts = {
    clock,
    log: silentLogger,
    owner: "me",
    store: { ...store, outbox },
    stopping: stop.signal,
    wakeUp: createWakeUp(),
  };
  const stopped = keepRelaying(parts, { publish });
  return {
    clock,
    async stop() {
      stop.abort();
      await stopped;
    },
    async pass(ms: number) {
      clock.advance(ms);
      await new Promise(setImmediate);
    },
  };
}

it("tells what was written, once, and forgets it when the broker has it", async () => {
  const told: string[] = [];
  const outbox = outboxOf("a", "b");
  const relay = relaying(outbox.rows, async (uuids) => void told.push(...uuids));
  await relay.pass(0);
  await relay.pass(2000);
  await relay.stop();
  expect(told).toEqual(["a", "b"]);
  expect(outbox.kept.size).toBe(0);
});

it("keeps what nobody took, and tells it when somebody does", async () => {
  const told: string[] = [];
  let away = true;
  const outbox = outboxOf("a");
  const relay = relaying(outbox.rows, async (uuids) => {
    if (away) throw new Error("no broker");
    told.push(...uuids);
  });
  await relay.pass(0);
  expect(outbox.kept.size).toBe(1);
  away = false;
  for (let passed = 0; passed < 20_000; passed += 1000) await relay.pass(1000);
  await relay.stop();
  expect(told).toEqual(["a"]);
  expect(outbox.kept.size).toBe(0);
});
