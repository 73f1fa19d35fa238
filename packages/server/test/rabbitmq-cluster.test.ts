import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { JeroboamError } from "@jeroboam/core";
import { type Engine, isMissing, startRabbitMqCluster } from "@jeroboam/test-engines";
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createRabbitMqDispatch } from "../src/broker/rabbitmq-dispatch.ts";
import { parseTransportUrl } from "../src/broker/transport-url.ts";
import { jsonLinesLogger } from "../src/json-lines-logger.ts";
import { until } from "./until.ts";

const LIMIT_MS = 60_000;
const BATCH = 20;
const started = await startRabbitMqCluster();
if (isMissing(started)) console.log(`a cluster of brokers is not tested: ${started.missing}`);

describe.skipIf(isMissing(started))("dispatch over three brokers", { timeout: LIMIT_MS }, () => {
  const cluster = started as Exclude<typeof started, { missing: string }>;
  const [first, second, third] = cluster.nodes as [Engine, Engine, Engine];
  let queuePrefix: string;
  let log: string[];

  afterAll(() => cluster.stop());
  beforeEach(async () => {
    queuePrefix = `test-${randomUUID()}`;
    log = [];
    for (const node of cluster.nodes) await node.start();
  });

  /** One process' end of the queue, which tries the nodes in this order; closed with the test. */
  function open(...nodes: readonly Engine[]) {
    const hosts = nodes.map(({ port }) => `guest:guest@127.0.0.1:${port}`).join(",");
    const dispatch = createRabbitMqDispatch({
      transport: parseTransportUrl(`rabbit://${hosts}/`),
      log: jsonLinesLogger(
        (line) => log.push(line),
        "debug",
        () => new Date(),
      ),
      queuePrefix,
    });
    onTestFinished(() => dispatch.close());
    return dispatch;
  }
  type Dispatch = ReturnType<typeof open>;

  function consume(dispatch: Dispatch) {
    const handed = new Set<string>();
    dispatch.consume(async (uuid) => {
      handed.add(uuid);
    });
    return handed;
  }

  /** Publishes what the broker has not confirmed again, as the relay of the outbox does. */
  function keepPublishing(dispatch: Dispatch) {
    const confirmed: string[] = [];
    let refused = 0;
    const stopping = new AbortController();
    const publish = async (uuids: readonly string[]): Promise<void> => {
      try {
        await dispatch.publish(uuids);
        confirmed.push(...uuids);
      } catch (error) {
        if (!JeroboamError.isInstance(error) || error.code !== "JRB_BROKER_UNAVAILABLE")
          throw error;
        refused += 1;
      }
    };
    const all = (async () => {
      while (!stopping.signal.aborted) {
        await publish(Array.from({ length: BATCH }, () => randomUUID()));
        await new Promise(setImmediate);
      }
    })();
    const more = async (count = BATCH) => {
      const before = confirmed.length;
      await until("more is published", () => confirmed.length >= before + count);
    };
    const end = async () => {
      stopping.abort();
      await all;
    };
    onTestFinished(end);
    return { confirmed, more, end, refused: () => refused };
  }

  /** A node that is killed before it wrote the new queue's name down forgets the queue. */
  const untilWritten = async () => {
    for (const { folder } of cluster.nodes) {
      const mnesia = join(folder, "mnesia");
      const name = readdirSync(mnesia).find((each) => each.endsWith("@localhost")) ?? "";
      const names = join(mnesia, name, "quorum", name, "names.dets");
      await until("the queue is on each disk", () =>
        readFileSync(names, "latin1").includes(queuePrefix),
      );
    }
  };
  const missing = (confirmed: readonly string[], handed: ReadonlySet<string>) =>
    confirmed.filter((uuid) => !handed.has(uuid));
  const leader = async (asked: Engine) =>
    until("the queue has a leader", () => cluster.leaderOf(`${queuePrefix}.operations`, asked));

  it("goes on at another node when the one that it is connected to is killed", async () => {
    const [publisher, consumer] = [open(first, second, third), open(first, second, third)];
    const handed = consume(consumer);
    const { confirmed, more, end } = keepPublishing(publisher);
    await more();
    await untilWritten();
    await first.kill();
    await more(10 * BATCH);
    await end();
    await until("all is handed out", () => missing(confirmed, handed).length === 0);
    expect(confirmed.length).toBeGreaterThan(10 * BATCH);
    expect(log.filter((line) => line.includes("is connected")).length).toBeGreaterThanOrEqual(4);
  });

  it("loses nothing when the queue's leader is killed", async () => {
    const [publisher, consumer] = [open(third, second, first), open(second, first, third)];
    const handed = consume(consumer);
    const { confirmed, more, end } = keepPublishing(publisher);
    await more();
    await untilWritten();
    const killed = await leader(first);
    await killed.kill();
    await more(10 * BATCH);
    await end();
    await until("all is handed out", () => missing(confirmed, handed).length === 0);
    expect(confirmed.length).toBeGreaterThan(10 * BATCH);
    const others = cluster.nodes.filter((node) => node !== killed);
    expect(others).toContain(await leader(others[0] as Engine));
  });

  it("refuses what one node alone cannot keep, and goes on when there are two again", async () => {
    const [publisher, consumer] = [open(first, second, third), open(first, second, third)];
    const handed = consume(consumer);
    const { confirmed, more, end, refused } = keepPublishing(publisher);
    await more();
    await untilWritten();
    await Promise.all([second.kill(), third.kill()]);
    const before = refused();
    await until("it is refused", () => refused() > before);
    await third.start();
    await more(10 * BATCH);
    await end();
    await until("all is handed out", () => missing(confirmed, handed).length === 0);
    expect(confirmed.length).toBeGreaterThan(10 * BATCH);
  });
});
