import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { type Engine, isMissing, startRabbitMq } from "@jeroboam/test-engines";
import { Connection } from "rabbitmq-client";
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { operationQueue } from "../src/broker/operation-message.ts";
import { createRabbitMqDispatch } from "../src/broker/rabbitmq-dispatch.ts";
import { parseTransportUrl } from "../src/broker/transport-url.ts";
import { jsonLinesLogger } from "../src/json-lines-logger.ts";
import { until } from "./until.ts";

const LIMIT_MS = 120_000;
const started = await startRabbitMq();
if (isMissing(started)) console.log(`dispatch over RabbitMQ is not tested: ${started.missing}`);

/** Uuids of operations that nothing else knows. */
const operations = (count: number) => Array.from({ length: count }, () => randomUUID());

describe.skipIf(isMissing(started))("dispatch over RabbitMQ", { timeout: LIMIT_MS }, () => {
  const broker = started as Engine;
  let queuePrefix: string;
  let log: string[];

  afterAll(() => broker.stop());
  beforeEach(async () => {
    queuePrefix = `test-${randomUUID()}`;
    log = [];
    // While a queue is being made it may refuse a message, which a relay would publish again.
    const queue = operationQueue(`${queuePrefix}.operations`);
    const connection = new Connection(broker.url.replace("rabbit:", "amqp:"));
    connection.on("error", () => {});
    const publisher = connection.createPublisher({ confirm: true, queues: [queue] });
    const attempt = () => publisher.send(queue.queue, "first").then(() => true);
    await until("the queue is made", () => attempt().catch(() => false));
    await publisher.close();
    await connection.queuePurge(queue.queue);
    await connection.close();
  });

  /** One process' end of the queue; closed with the test. */
  function open({ prefetch, url = broker.url }: { prefetch?: number; url?: string } = {}) {
    const dispatch = createRabbitMqDispatch({
      transport: parseTransportUrl(url),
      log: jsonLinesLogger(
        (line) => log.push(line),
        "debug",
        () => new Date(),
      ),
      queuePrefix,
      ...(prefetch === undefined ? {} : { prefetch }),
    });
    onTestFinished(() => dispatch.close());
    return dispatch;
  }
  type Dispatch = ReturnType<typeof open>;

  /** What was handed to a process, and lets it go on. */
  function consume(dispatch: Dispatch, { hold = false } = {}) {
    const handed: string[] = [];
    const release = Promise.withResolvers<void>();
    onTestFinished(() => release.resolve());
    dispatch.consume(async (uuid) => {
      handed.push(uuid);
      if (hold) await release.promise;
    });
    return { handed, release: release.resolve };
  }

  /** A process of its own that takes operations and never comes to an end. */
  async function startConsuming() {
    const child = spawn(
      process.execPath,
      [
        "--conditions=@jeroboam/source",
        join(import.meta.dirname, "consuming-process.ts"),
        broker.url,
        queuePrefix,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, taken: line.toString().trim() };
  }

  /** Something else that uses the same broker. */
  function stranger() {
    const connection = new Connection(broker.url.replace("rabbit:", "amqp:"));
    connection.on("error", () => {});
    onTestFinished(() => connection.close());
    return connection;
  }
  /** RabbitMQ writes down a new queue's name up to a second later; killed before, it forgets the queue. */
  const untilWritten = () =>
    until("the queue is on the disk", () =>
      readFileSync(
        `${broker.folder}/mnesia/jeroboam@localhost/quorum/jeroboam@localhost/names.dets`,
        "latin1",
      ).includes(queuePrefix),
    );
  const depth = async (connection: Connection) => {
    const queue = `${queuePrefix}.operations`;
    return (await connection.queueDeclare({ queue, passive: true })).messageCount;
  };

  it("hands what is published to one of several processes", async () => {
    const consumers = [1, 2].map(() => consume(open({ prefetch: 1 }), { hold: true }));
    const uuids = operations(200);
    await open().publish(uuids);
    await until("both have one", () => consumers.every(({ handed }) => handed.length === 1));
    for (const { release } of consumers) release();
    const handed = () => consumers.flatMap((one) => one.handed);
    await until("all are handed out", () => handed().length >= uuids.length);
    expect(handed().toSorted()).toEqual(uuids.toSorted());
  });

  it("keeps what is published until somebody consumes", async () => {
    const [uuid = ""] = operations(1);
    const publisher = open();
    await publisher.publish([uuid]);
    await publisher.close();
    const { handed } = consume(open());
    await until("it is handed out", () => handed.length > 0);
    expect(handed).toEqual([uuid]);
  });

  it("hands a process no more than its prefetch at once", async () => {
    const { handed, release } = consume(open({ prefetch: 3 }), { hold: true });
    const uuids = operations(10);
    await open().publish(uuids);
    const connection = stranger();
    await until("it has three", () => handed.length === 3);
    await until("the rest waits in the broker", async () => (await depth(connection)) === 7);
    expect(handed).toHaveLength(3);
    release();
    await until("all are handed out", () => handed.length === uuids.length);
  });

  it("hands what a killed process had to another one", async () => {
    const [uuid = ""] = operations(1);
    await open().publish([uuid]);
    const { child, taken } = await startConsuming();
    expect(taken).toBe(uuid);
    const { handed } = consume(open());
    expect(await depth(stranger())).toBe(0);
    expect(handed).toEqual([]);
    child.kill("SIGKILL");
    await until("it is handed out again", () => handed.length > 0);
    expect(handed).toEqual([uuid]);
  });

  it("hands out once more what could not be taken, and then leaves it to the store", async () => {
    const dispatch = open();
    const [uuid = ""] = operations(1);
    let attempts = 0;
    dispatch.consume(async () => {
      attempts += 1;
      throw new Error("the store does not answer");
    });
    await dispatch.publish([uuid]);
    await until("it was tried twice", () => attempts === 2);
    const { handed } = consume(open());
    await dispatch.close();
    const [last = ""] = operations(1);
    await open().publish([last]);
    await until("the next one is handed out", () => handed.includes(last));
    expect(handed).toEqual([last]);
    expect(attempts).toBe(2);
  });

  it("throws away what names no operation, says so, and goes on", async () => {
    const { handed } = consume(open());
    await until("it is connected", () => log.some((line) => line.includes("is connected")));
    const [uuid = ""] = operations(1);
    await open().publish([uuid]);
    await until("the queue is there", () => handed.length === 1);
    const connection = stranger();
    const publisher = connection.createPublisher({ confirm: true });
    const queue = `${queuePrefix}.operations`;
    for (const body of ["{", "[]", { operation: "../c1" }, { operation: 1 }, Buffer.of(0, 255)])
      await publisher.send(queue, body);
    await publisher.close();
    const [last = ""] = operations(1);
    await open().publish([last]);
    await until("the last is handed out", () => handed.includes(last));
    expect(handed).toEqual([uuid, last]);
    await until("it is empty", async () => (await depth(connection)) === 0);
    expect(log.filter((line) => line.includes("names no operation"))).toHaveLength(5);
  });

  it("closes when what it was handed has come to its end, and takes nothing more", async () => {
    const dispatch = open();
    const { handed, release } = consume(dispatch, { hold: true });
    const [first = "", second = ""] = operations(2);
    const other = open();
    await other.publish([first]);
    await until("the first is handed out", () => handed.length === 1);
    let closed = false;
    const closing = dispatch.close().then(() => (closed = true));
    await other.publish([second]);
    const later = consume(other);
    await until("the second went elsewhere", () => later.handed.length > 0);
    expect(closed).toBe(false);
    release();
    await closing;
    expect(handed).toEqual([first]);
    expect(later.handed).toEqual([second]);
    await expect(dispatch.publish([first])).rejects.toThrow(/stopping/);
  });

  it("leaves to others what it was handed and had not begun when it closes", async () => {
    const uuids = operations(100);
    await open().publish(uuids);
    const dispatch = open();
    const begun: string[] = [];
    const closed = Promise.withResolvers<void>();
    dispatch.consume(async (uuid) => {
      begun.push(uuid);
      if (begun.length === 5) dispatch.close().then(closed.resolve, closed.reject);
    });
    await closed.promise;
    expect(begun).toHaveLength(5);
    const { handed } = consume(open());
    await until("the rest is handed out", () => handed.length === 95);
    expect([...begun, ...handed].toSorted()).toEqual(uuids.toSorted());
  });

  it("outlives the broker: what was published before and after a kill arrives", async () => {
    const publisher = open();
    const before = operations(501);
    await publisher.publish(before.slice(0, 1));
    await untilWritten();
    await publisher.publish(before.slice(1));
    await broker.kill();
    await until("the loss is seen", () => !publisher.isConnected());
    const after = operations(20);
    const begun = Date.now();
    await expect(publisher.publish(after)).rejects.toMatchObject({
      code: "JRB_BROKER_UNAVAILABLE",
      retryable: true,
    });
    expect(Date.now() - begun).toBeLessThan(1000);
    const { handed } = consume(open());
    await broker.start();
    await until("the broker is back", () => publisher.isConnected());
    await publisher.publish(after);
    await until("all are handed out", () => handed.length === before.length + after.length);
    expect(handed.toSorted()).toEqual([...before, ...after].toSorted());
  });

  it("finds the host that is up, and goes on consuming when the broker comes back", async () => {
    const url = broker.url.replace("@", "@127.0.0.1:1,guest:guest@[::1]:1,guest:guest@");
    const dispatch = open({ url });
    const { handed } = consume(dispatch);
    const [first = "", second = ""] = operations(2);
    const publisher = open();
    await publisher.publish([first]);
    await until("it is handed out", () => handed.length === 1);
    await untilWritten();
    await broker.kill();
    await until("the loss is seen", () => !dispatch.isConnected());
    await broker.start();
    await until("the broker is back", () => publisher.isConnected());
    await publisher.publish([second]);
    await until("it is handed out", () => handed.includes(second));
    // The broker may have died before it noted that it need not hand out the first one again.
    expect(new Set(handed)).toEqual(new Set([first, second]));
  });

  it("goes on consuming when the connection comes back, whatever is still under way", async () => {
    const sockets: Socket[] = [];
    const front = createTcpServer((socket) => {
      sockets.push(socket);
      pipeline(socket, connect(broker.port, "127.0.0.1"), socket, () => {});
    });
    onTestFinished(() => void front.close());
    await once(front.listen(0, "127.0.0.1"), "listening");
    const { port } = front.address() as AddressInfo;
    const dispatch = open({ url: `rabbit://guest:guest@127.0.0.1:${port}/` });
    const { handed } = consume(dispatch, { hold: true });
    const [first = "", second = ""] = operations(2);
    const publisher = open();
    await publisher.publish([first]);
    await until("it is handed out", () => handed.length === 1);
    for (const socket of sockets) socket.destroy();
    await until("the loss is seen", () => !dispatch.isConnected());
    await publisher.publish([second]);
    await until("the other one is handed out", () => handed.includes(second));
    expect(new Set(handed)).toEqual(new Set([first, second]));
  });

  it("speaks TLS with a broker whose certificate it can check, and with no other", async ({
    skip,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), "jeroboam-tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const made = spawnSync(
      "openssl",
      `req -x509 -nodes -newkey rsa:2048 -keyout ${key} -out ${certificate} -subj /CN=localhost -addext subjectAltName=DNS:localhost`.split(
        " ",
      ),
    );
    if (made.error) return skip("openssl is not installed");
    const options = { key: readFileSync(key), cert: readFileSync(certificate) };
    const front = createTlsServer(options, (socket) => {
      pipeline(socket, connect(broker.port, "127.0.0.1"), socket, () => {});
    });
    onTestFinished(() => void front.close());
    await once(front.listen(0, "127.0.0.1"), "listening");
    const url = `rabbit://guest:guest@localhost:${(front.address() as AddressInfo).port}/?ssl=1`;

    const { handed } = consume(open({ url: `${url}&ssl_ca_file=${certificate}` }));
    const [uuid = ""] = operations(1);
    await expect(open({ url }).publish([uuid])).rejects.toThrow(/self-signed certificate/);
    await open({ url: `${url}&ssl_ca_file=${certificate}` }).publish([uuid]);
    await until("it is handed out", () => handed.length > 0);
    expect(handed).toEqual([uuid]);
  });

  it("closes at once while the broker is away", async () => {
    const dispatch = open({ url: "rabbit://127.0.0.1:1/" });
    consume(dispatch);
    const [uuid = ""] = operations(1);
    await expect(dispatch.publish([uuid])).rejects.toThrow(/took no operations.*ECONNREFUSED/);
    const begun = Date.now();
    await dispatch.close();
    expect(Date.now() - begun).toBeLessThan(1000);
  });

  it("closes soon when the broker has stopped answering", async () => {
    const sockets: Socket[] = [];
    const front = createTcpServer((socket) => {
      sockets.push(socket);
      pipeline(socket, connect(broker.port, "127.0.0.1"), socket, () => {});
    });
    onTestFinished(() => void front.close());
    await once(front.listen(0, "127.0.0.1"), "listening");
    const { port } = front.address() as AddressInfo;
    const dispatch = open({ url: `rabbit://guest:guest@127.0.0.1:${port}/` });
    const { handed, release } = consume(dispatch, { hold: true });
    await open().publish(operations(1));
    await until("it is handed out", () => handed.length === 1);
    for (const socket of sockets) socket.unpipe().pause();
    const closing = dispatch.close();
    release();
    const begun = Date.now();
    await closing;
    expect(Date.now() - begun).toBeLessThan(6000);
  });

  it("tells nobody the password", async () => {
    const url = broker.url.replace("guest:guest", "guest:wrong-horse");
    const dispatch = open({ url });
    consume(dispatch);
    const error: unknown = await dispatch.publish(operations(1)).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/it refused the login; check .* \(ACCESS_REFUSED/);
    expect(log.join("")).toMatch(/ACCESS_REFUSED/);
    expect(`${log.join("")}${JSON.stringify(error)}${String(error)}`).not.toMatch(/wrong-horse/);
  });
});
