/** How notifications are sent, by oslo.messaging's names. */
export const NOTIFICATION_DRIVERS = ["messaging", "messagingv2", "log", "noop"] as const;
export type NotificationDriver = (typeof NOTIFICATION_DRIVERS)[number];

export function isNotificationDriver(name: string): name is NotificationDriver {
  return NOTIFICATION_DRIVERS.some((known) => known === name);
}
