import type { Logger, Notifier } from "@jeroboam/core";
import { parseTransportUrl } from "../broker/transport-url.ts";
import type { ServiceOptions } from "../service-options.ts";
import { cadfEvent } from "./cadf-event.ts";
import { createRabbitMqNotifier } from "./rabbitmq-notifier.ts";

type ClosableNotifier = Notifier & { close(): Promise<void> };

/** All that is told to tell others; undefined where nothing is. */
export function openNotifier(
  options: Pick<
    ServiceOptions,
    | "notificationDrivers"
    | "notificationDurable"
    | "notificationExchange"
    | "notificationTopics"
    | "notificationTransportUrl"
    | "serviceHost"
    | "transportUrl"
  >,
  log: Logger,
): ClosableNotifier | undefined {
  const url = options.notificationTransportUrl ?? options.transportUrl;
  const notifiers = [...new Set(options.notificationDrivers)].flatMap((driver) => {
    if (driver === "noop") return [];
    if (driver === "log") return [logNotifier(log)];
    if (url === undefined) {
      log.warn({ driver }, "no notifications are sent: --transport-url names no message broker");
      return [];
    }
    return [
      createRabbitMqNotifier({
        transport: parseTransportUrl(url),
        log,
        publisherId: `container-infra.${options.serviceHost}`,
        topics: options.notificationTopics,
        exchange: options.notificationExchange,
        durable: options.notificationDurable,
        enveloped: driver === "messagingv2",
      }),
    ];
  });
  if (notifiers.length === 0) return undefined;
  return {
    async notify(notifications) {
      for (const notifier of notifiers) await notifier.notify(notifications);
    },
    async close() {
      await Promise.all(notifiers.map((notifier) => notifier.close()));
    },
  };
}

/** @upstream oslo_messaging/notify/_impl_log.py `LogDriver` */
function logNotifier(log: Logger): ClosableNotifier {
  return {
    async notify(notifications) {
      for (const notification of notifications) {
        const { eventType, priority, payload } = cadfEvent(notification);
        log[priority === "ERROR" ? "error" : "info"]({ notification: payload }, eventType);
      }
    },
    close: async () => undefined,
  };
}
