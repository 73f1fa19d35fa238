import { JeroboamError, type Logger, messageOf, type Notifier } from "@jeroboam/core";
import type { Publisher } from "rabbitmq-client";
import { openBrokerConnection } from "../broker/broker-connection.ts";
import { brokerTrouble } from "../broker/broker-trouble.ts";
import { describeTransport, type Transport } from "../broker/transport.ts";
import { within } from "../within.ts";
import { cadfEvent } from "./cadf-event.ts";
import { osloMessage } from "./oslo-message.ts";

export interface RabbitMqNotifierOptions {
  readonly transport: Transport;
  readonly log: Logger;
  /** Who says it, such as `container-infra.controller-1`. */
  readonly publisherId: string;
  /** Queues are `<topic>.info` and `<topic>.error`. */
  readonly topics: readonly string[];
  readonly exchange: string;
  /** Whether exchange and queues outlive the broker; they have to be as those who listen made them. */
  readonly durable: boolean;
  /** As the driver `messagingv2` does. */
  readonly enveloped: boolean;
}

const PRIORITIES = ["INFO", "ERROR"] as const;
/** What the broker has not confirmed by then is told again. */
const CONFIRM_LIMIT_MS = 8000;
const CLOSE_LIMIT_MS = 3000;

/**
 * Sends notifications to RabbitMQ, to the queues that oslo.messaging's listeners read. While the
 * broker is away `notify` throws `JRB_BROKER_UNAVAILABLE`.
 *
 * @upstream oslo_messaging/notify/messaging.py `MessagingDriver.notify`
 */
export function createRabbitMqNotifier(
  options: RabbitMqNotifierOptions,
): Notifier & { close(): Promise<void> } {
  const { log, exchange, durable, topics, publisherId, enveloped } = options;
  const broker = describeTransport(options.transport);
  const connection = openBrokerConnection(options.transport);
  const keys = topics.flatMap((topic) => PRIORITIES.map((priority) => keyOf(topic, priority)));
  let publisher: Publisher | undefined;
  let trouble = "it is not connected";
  connection.on("error", (error: unknown) => {
    trouble = brokerTrouble(error);
    log.debug({ broker, reason: trouble }, "no connection to the broker of notifications");
  });
  const abandon = () => {
    publisher?.close().catch(() => {});
    publisher = undefined;
  };
  const open = () =>
    connection.createPublisher({
      confirm: true,
      exchanges: [{ exchange, type: "topic", durable }],
      queues: keys.map((queue) => ({ queue, durable })),
      queueBindings: keys.map((queue) => ({ queue, exchange, routingKey: queue })),
    });

  return {
    async notify(notifications) {
      try {
        publisher ??= open();
        // One after the other: who listens hears them in order.
        for (const notification of notifications) {
          const event = cadfEvent(notification);
          const message = osloMessage(event, publisherId, enveloped);
          for (const topic of topics) {
            const routingKey = keyOf(topic, event.priority);
            const envelope = { exchange, routingKey, durable: true, messageId: event.messageId };
            await within(CONFIRM_LIMIT_MS, publisher.send(envelope, message));
          }
        }
      } catch (error) {
        abandon();
        const reason = connection.ready ? messageOf(error) : trouble;
        throw new JeroboamError(
          "JRB_BROKER_UNAVAILABLE",
          `The message broker ${broker} took no notifications: ${reason}.`,
          { retryable: true, cause: error },
        );
      }
    },
    async close() {
      abandon();
      if (connection.ready) await within(CLOSE_LIMIT_MS, connection.close()).catch(() => {});
      connection.unsafeDestroy();
    },
  };
}

function keyOf(topic: string, priority: (typeof PRIORITIES)[number]): string {
  return `${topic}.${priority.toLowerCase()}`;
}
