import { JeroboamError, type Logger, messageOf, type OperationDispatch } from "@jeroboam/core";
import { type Consumer, ConsumerStatus, type Publisher } from "rabbitmq-client";
import { brokerTrouble } from "./broker-trouble.ts";
import { openBrokerConnection } from "./broker-connection.ts";
import { operationMessage, operationQueue, readOperationMessage } from "./operation-message.ts";
import { describeTransport, type Transport } from "./transport.ts";
import { within } from "../within.ts";

export interface RabbitMqDispatchOptions {
  readonly transport: Transport;
  readonly log: Logger;
  /** Operations handed to this process and not yet taken. Default 32. */
  readonly prefetch?: number;
  /** The queue is `<prefix>.operations`. Default `jeroboam`. */
  readonly queuePrefix?: string;
}

export interface RabbitMqDispatch extends OperationDispatch {
  /** Whether the broker takes messages now. */
  isConnected(): boolean;
}

const DEFAULT_PREFETCH = 32;
/** What the broker has not confirmed by then is published again by whoever published it. */
const CONFIRM_LIMIT_MS = 8000;
const CLOSE_LIMIT_MS = 3000;

/**
 * Hands operations out over a durable quorum queue of RabbitMQ. While the broker is away, `publish`
 * throws `JRB_BROKER_UNAVAILABLE` and nothing is handed out; both go on when it is back.
 */
export function createRabbitMqDispatch(options: RabbitMqDispatchOptions): RabbitMqDispatch {
  const { log, prefetch = DEFAULT_PREFETCH, queuePrefix = "jeroboam" } = options;
  const broker = describeTransport(options.transport);
  const queue = operationQueue(`${queuePrefix}.operations`);
  const connection = openBrokerConnection(options.transport);
  /** What was taken and has not ended, and how the broker is told of its end. */
  const running = new Map<Promise<ConsumerStatus>, (status: ConsumerStatus) => void>();
  let consumer: Consumer | undefined;
  let publisher: Publisher | undefined;
  let closing = false;

  /**
   * The client consumes again when nothing is under way any more, which may take its time. The broker
   * cannot be told of that now, and hands it out again.
   */
  const letGo = () => {
    for (const tell of running.values()) tell(ConsumerStatus.REQUEUE);
  };
  const firstAttempt = Promise.withResolvers<void>();
  let trouble = "it is not connected";
  connection.on("error", (error: unknown) => {
    firstAttempt.resolve();
    if (!connection.ready) letGo();
    trouble = brokerTrouble(error);
    log.warn({ broker, reason: trouble }, "no connection to the message broker; trying again");
  });
  connection.on("connection", () => {
    firstAttempt.resolve();
    log.info({ broker }, "the message broker is connected");
  });
  connection.on("connection.blocked", (reason: string) => {
    trouble = reason;
    log.warn({ broker, reason }, "the message broker takes no messages for now");
  });

  /** A channel whose confirms do not come is left behind with them. */
  const abandonPublisher = () => {
    publisher?.close().catch(() => {});
    publisher = undefined;
  };
  const send = (operationUuid: string) => {
    publisher ??= connection.createPublisher({ confirm: true, queues: [queue] });
    const envelope = { routingKey: queue.queue, durable: true, messageId: operationUuid };
    return publisher.send(envelope, operationMessage(operationUuid));
  };

  const take = async (
    body: unknown,
    redelivered: boolean,
    run: (uuid: string) => Promise<void>,
  ) => {
    if (closing) return ConsumerStatus.REQUEUE;
    const operation = readOperationMessage(body);
    if (operation === undefined) {
      log.error({ queue: queue.queue }, "a message names no operation; it is thrown away");
      return ConsumerStatus.DROP;
    }
    try {
      await run(operation);
      return ConsumerStatus.ACK;
    } catch (error) {
      // Once more, perhaps elsewhere; after that the store is where it is found.
      log.warn({ operation, message: messageOf(error) }, "an operation could not be taken");
      return redelivered ? ConsumerStatus.DROP : ConsumerStatus.REQUEUE;
    }
  };

  return {
    isConnected: () => connection.ready,
    async publish(operationUuids) {
      await firstAttempt.promise;
      try {
        if (closing) throw new Error("this process is stopping");
        if (!connection.ready) throw new Error(trouble);
        await within(CONFIRM_LIMIT_MS, Promise.all(operationUuids.map(send)));
      } catch (error) {
        abandonPublisher();
        throw new JeroboamError(
          "JRB_BROKER_UNAVAILABLE",
          `The message broker took no operations: ${messageOf(error)}.`,
          { retryable: true, cause: error },
        );
      }
    },
    consume(run) {
      if (closing || consumer) return;
      const props = { queue: queue.queue, queueOptions: queue, qos: { prefetchCount: prefetch } };
      consumer = connection.createConsumer(props, (message) => {
        const { promise: told, resolve: tell } = Promise.withResolvers<ConsumerStatus>();
        const taken = take(message.body, message.redelivered, run);
        running.set(taken, tell);
        void taken.then(tell).finally(() => running.delete(taken));
        return told;
      });
      consumer.on("error", (error: unknown) => {
        letGo();
        log.warn(
          { queue: queue.queue, reason: messageOf(error) },
          "the queue was lost; it is consumed again",
        );
      });
    },
    async close() {
      closing = true;
      firstAttempt.resolve();
      // What waits for a connection would keep the rest waiting.
      if (!connection.ready) connection.unsafeDestroy();
      const left = consumer?.close();
      // Reported below; until then what runs may take its time.
      left?.catch(() => {});
      await Promise.all(running.keys());
      abandonPublisher();
      const closed = async () => {
        await left;
        // It would wait for ever for a connection that is gone.
        if (connection.ready) await connection.close();
      };
      await within(CLOSE_LIMIT_MS, closed()).catch((error: unknown) => {
        log.warn(
          { broker, reason: messageOf(error) },
          "the message broker was left without a word",
        );
      });
      connection.unsafeDestroy();
    },
  };
}
