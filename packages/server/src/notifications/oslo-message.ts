import type { BusNotification } from "./cadf-event.ts";

/**
 * A notification as oslo.messaging writes it.
 *
 * @param enveloped - As the driver `messagingv2` does, and not as `messaging`.
 * @upstream oslo_messaging/notify/notifier.py `Notifier._notify`, oslo_messaging/_drivers/common.py `serialize_msg`
 */
export function osloMessage(
  { messageId, eventType, priority, at, payload }: BusNotification,
  publisherId: string,
  enveloped: boolean,
): object {
  const message = {
    message_id: messageId,
    publisher_id: publisherId,
    event_type: eventType,
    priority,
    timestamp: at.toISOString().replace("T", " ").replace("Z", "000"),
    payload,
    _unique_id: messageId.replaceAll("-", ""),
  };
  return enveloped ? { "oslo.version": "2.0", "oslo.message": JSON.stringify(message) } : message;
}
