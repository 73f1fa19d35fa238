// Options that are some of few words.
import { CREDENTIAL_KINDS, type CredentialKind, KEY_USAGES, type KeyUsage } from "@jeroboam/core";
import { InvalidArgumentError } from "commander";
import {
  isNotificationDriver,
  NOTIFICATION_DRIVERS,
  type NotificationDriver,
} from "../notifications/notification-driver.ts";
import { commaList, wordsOf } from "./plain-value.ts";

/** What keys may be for; without signatures a certificate is of no use. */
export function keyUsages(text: string): readonly KeyUsage[] {
  const usages = wordsOf(KEY_USAGES)(text);
  if (usages.includes("Digital Signature")) return usages;
  throw new InvalidArgumentError("Digital Signature has to be among them.");
}

/** None twice: the first one that a driver can work with is taken. */
export function credentialKinds(text: string): readonly CredentialKind[] {
  const kinds = wordsOf(CREDENTIAL_KINDS)(text);
  if (kinds.length > 0 && new Set(kinds).size === kinds.length) return kinds;
  throw new InvalidArgumentError(
    `It has to be some of ${CREDENTIAL_KINDS.join(", ")}, with commas between, none twice.`,
  );
}

/** How notifications are sent, several with commas between. */
export function notificationDrivers(text: string): readonly NotificationDriver[] {
  const names = commaList(text);
  const known = names.filter(isNotificationDriver);
  if (known.length < names.length)
    throw new InvalidArgumentError(`It has to be of ${NOTIFICATION_DRIVERS.join(", ")}.`);
  return known;
}
