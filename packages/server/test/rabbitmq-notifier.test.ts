import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type Engine, isMissing, startRabbitMq } from "@jeroboam/test-engines";
import { Connection } from "rabbitmq-client";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { parseTransportUrl } from "../src/broker/transport-url.ts";
import { jsonLinesLogger } from "../src/json-lines-logger.ts";
import { createRabbitMqNotifier } from "../src/notifications/rabbitmq-notifier.ts";
import { notification } from "./notifications-rows.ts";
import { until } from "./until.ts";

/** Debian's own, where its packages are. */
const PYTHON = "/usr/bin/python3";
const LISTENER = new URL("listen-with-oslo-messaging.py", import.meta.url).pathname;
const started = await startRabbitMq();
if (isMissing(started))
  console.log(`notifications over RabbitMQ are not tested: ${started.missing}`);

describe.skipIf(isMissing(started))("notifications over RabbitMQ", { timeout: 120_000 }, () => {
  const broker = started as Engine;
  afterAll(() => broker.stop());

  function open(topic: string, { enveloped = false, durable = false, url = broker.url } = {}) {
    const log = jsonLinesLogger(
      () => undefined,
      "error",
      () => new Date(),
    );
    const notifier = createRabbitMqNotifier({
      transport: parseTransportUrl(url),
      log,
      publisherId: "container-infra.c1",
      topics: [topic],
      exchange: topic,
      durable,
      enveloped,
    });
    onTestFinished(() => notifier.close());
    return notifier;
  }

  /** What a listener finds in a queue, in order. */
  async function heard(queue: string, count: number) {
    const connection = new Connection(broker.url.replace("rabbit:", "amqp:"));
    connection.on("error", () => {});
    onTestFinished(() => connection.close());
    const messages: { body: unknown; contentType: string | undefined }[] = [];
    const consumer = connection.createConsumer(
      { queue, queueOptions: { passive: true } },
      (message) => {
        messages.push({ body: message.body as unknown, contentType: message.contentType });
      },
    );
    consumer.on("error", () => {});
    onTestFinished(() => consumer.close());
    await until(`${count} messages came`, () => messages.length >= count);
    return messages;
  }

  it("come to the queues that listeners of oslo.messaging read, by priority and in order", async () => {
    const topic = `test-${randomUUID()}`;
    await open(topic).notify([notification(), notification("succeeded"), notification("failed")]);
    expect(await heard(`${topic}.info`, 2)).toMatchObject([
      {
        contentType: "application/json",
        body: { priority: "INFO", payload: { outcome: "pending" } },
      },
      { body: { priority: "INFO", payload: { outcome: "success" } } },
    ]);
    expect(await heard(`${topic}.error`, 1)).toMatchObject([
      { body: { event_type: "magnum.cluster.create", payload: { outcome: "failure" } } },
    ]);
  });

  it("are in an envelope with messagingv2", async () => {
    const topic = `test-${randomUUID()}`;
    await open(topic, { enveloped: true }).notify([notification()]);
    const [message] = await heard(`${topic}.info`, 1);
    expect(message?.body).toMatchObject({
      "oslo.version": "2.0",
      "oslo.message": expect.stringContaining('"event_type":"magnum.cluster.create"'),
    });
  });

  it("are refused with the broker's reason where others made the exchange otherwise, and then go on", async () => {
    const topic = `test-${randomUUID()}`;
    const connection = new Connection(broker.url.replace("rabbit:", "amqp:"));
    connection.on("error", () => {});
    onTestFinished(() => connection.close());
    await connection.exchangeDeclare({ exchange: topic, type: "topic", durable: true });
    const unlike = open(topic);
    await expect(unlike.notify([notification()])).rejects.toMatchObject({
      code: "JRB_BROKER_UNAVAILABLE",
      message: expect.stringContaining("durable"),
    });
    await connection.exchangeDelete({ exchange: topic });
    await unlike.notify([notification()]);
    expect(await heard(`${topic}.info`, 1)).toHaveLength(1);
  });

  it("are refused while no broker answers", async () => {
    const away = open("test", { url: "rabbit://a:hunter2@127.0.0.1:1/" });
    const refusal = await away.notify([notification()]).catch(String);
    expect(refusal).toContain("rabbit://a@127.0.0.1:1/");
    expect(refusal).toContain("took no notifications");
    expect(refusal).not.toContain("hunter2");
  });

  it.for([false, true])(
    "are heard by oslo.messaging itself, enveloped: %s",
    async (enveloped, { skip }) => {
      const absent = spawnSync(PYTHON, ["-c", "import oslo_messaging"]).status !== 0;
      skip(absent, "Python's oslo.messaging is not installed");
      const topic = `test-${randomUUID()}`;
      const argv = [LISTENER, broker.url, topic, topic, "2"];
      const listener = spawn(PYTHON, argv, { stdio: ["ignore", "pipe", "inherit"] });
      onTestFinished(() => void listener.kill());
      let printed = "";
      listener.stdout.on("data", (chunk: Buffer) => void (printed += chunk.toString()));
      await until("it listens", () => printed.includes("listening"));
      await open(topic, { enveloped }).notify([notification(), notification("failed")]);
      await once(listener, "close");
      const lines = printed.split("\n").filter((line) => line.startsWith("["));
      // Each queue is in order; which of the two is heard first is not said.
      expect(lines.toSorted()).toEqual([
        '["error", "container-infra.c1", "magnum.cluster.create", "failure"]',
        '["info", "container-infra.c1", "magnum.cluster.create", "pending"]',
      ]);
    },
  );
});
