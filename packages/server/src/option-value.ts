// How the texts of options are read. Each throws InvalidArgumentError with what it has to be.
import {
  COES,
  CREDENTIAL_KINDS,
  type CredentialKind,
  KEY_USAGES,
  type KeyUsage,
  messageOf,
} from "@jeroboam/core";
import { type EndpointInterface, type ServiceType, serviceTypes } from "@jeroboam/openstack-client";
import { parseDatabaseUrl } from "@jeroboam/sql-store";
import { InvalidArgumentError } from "commander";
import {
  isNotificationDriver,
  NOTIFICATION_DRIVERS,
  type NotificationDriver,
} from "./notifications/notification-driver.ts";
import { parseTransportUrl } from "./broker/transport-url.ts";

const MOUNT_PATH = /^(?:\/[\w.~!$&'()*+,;=:@%-]+)+\/?$/;
const COE_DRIVER = /^([a-z][a-z-]*)=([\w-]+)$/;
const SERVICE_VALUE = /^([a-z-]+)=(\S+)$/;
const HIGHEST_PORT = 65_535;

export const ENDPOINT_INTERFACES: readonly EndpointInterface[] = ["public", "internal", "admin"];

/** Something for each service, by its official type. */
export type ByService<V> = Readonly<Partial<Record<ServiceType, V>>>;

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError("It has to be a whole number.");
  return value;
}

export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError("It has to be at least 1.");
  return value;
}

export function portNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > HIGHEST_PORT) throw new InvalidArgumentError(`It has to be at most ${HIGHEST_PORT}.`);
  return value;
}

export function truthValue(text: string): boolean {
  if (!/^(true|false)$/i.test(text)) throw new InvalidArgumentError("It has to be true or false.");
  return text.toLowerCase() === "true";
}

export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Reads words between commas, each of which has to be one of these. */
export function wordsOf<const Word extends string>(
  words: readonly Word[],
): (text: string) => readonly Word[] {
  return (text) =>
    commaList(text).map((part) => {
      const word = words.find((one) => one === part);
      if (word !== undefined) return word;
      throw new InvalidArgumentError(`Each has to be one of ${words.join(", ")}.`);
    });
}

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

/** The port is memcached's own where none is said; `inet:` and `inet6:` are oslo.cache's. */
export function memcachedServers(text: string): readonly string[] {
  return commaList(text).map((server) => {
    const [, host, port = "11211"] =
      /^(?:inet6?:)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(server) ?? [];
    if (host === undefined || Number(port) > HIGHEST_PORT)
      throw new InvalidArgumentError(
        "It has to be addresses, such as 192.0.2.1:11211, with commas between.",
      );
    return `${host}:${port}`;
  });
}

/** An address that paths are appended to. */
export function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol))
    throw new InvalidArgumentError("It has to be a URL, such as https://cloud.example:9511/v1.");
  if (url.username !== "" || url.password !== "" || /[?#]/.test(text))
    throw new InvalidArgumentError("It has to be without user, query and fragment.");
  return text;
}

/** Where the database is, as SQLAlchemy writes it. */
export function databaseUrl(text: string): string {
  try {
    parseDatabaseUrl(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** Where RabbitMQ is, as oslo.messaging writes it. */
export function transportUrl(text: string): string {
  parseTransportUrl(text);
  return text;
}

/** Whether a URL, or one host of several, holds a password. */
export function holdsPassword(url: string): boolean {
  return /:\/\/(?:.*,)?[^/@,]*:[^/@]*@/.test(url);
}

/** How notifications are sent, several with commas between. */
export function notificationDrivers(text: string): readonly NotificationDriver[] {
  const names = commaList(text);
  const known = names.filter(isNotificationDriver);
  if (known.length < names.length)
    throw new InvalidArgumentError(`It has to be of ${NOTIFICATION_DRIVERS.join(", ")}.`);
  return known;
}

export function mountPath(text: string): string {
  if (text !== "/" && !MOUNT_PATH.test(text))
    throw new InvalidArgumentError("It has to be a path that begins with a slash.");
  return text;
}

/** COE → the drivers that were named for it, or all. */
export function driversByCoe(text: string): Readonly<Record<string, readonly string[] | "all">> {
  const named = Map.groupBy(coeDriverPairs(text), ([coe]) => coe);
  return Object.fromEntries(
    [...named].map(([coe, pairs]) => {
      const drivers = pairs.map(([, driver]) => driver);
      return [coe, drivers.includes("all") ? "all" : drivers];
    }),
  );
}

/** COE → its driver. */
export function driverByCoe(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(coeDriverPairs(text));
}

function coeDriverPairs(text: string): readonly (readonly [coe: string, driver: string])[] {
  return commaList(text).map((pair) => {
    const [, coe, driver] = COE_DRIVER.exec(pair) ?? [];
    if (coe === undefined || driver === undefined)
      throw new InvalidArgumentError("It has to be coe=driver, with commas between several.");
    if (!COES.some((known) => known === coe))
      throw new InvalidArgumentError(`${coe} is none of ${COES.join(", ")}.`);
    return [coe, driver];
  });
}

/** `publicURL` is as good as `public`. */
export function endpointInterface(text: string): EndpointInterface {
  const name = ENDPOINT_INTERFACES.find((known) => known === text.replace(/URL$/, ""));
  if (name === undefined)
    throw new InvalidArgumentError(`${text} is none of ${ENDPOINT_INTERFACES.join(", ")}.`);
  return name;
}

export function textByService(text: string): ByService<string> {
  return Object.fromEntries(servicePairs(text));
}

export function truthByService(text: string): ByService<boolean> {
  return Object.fromEntries(
    servicePairs(text).map(([service, word]) => [service, truthValue(word)]),
  );
}

export function interfaceByService(text: string): ByService<EndpointInterface> {
  return Object.fromEntries(
    servicePairs(text).map(([service, name]) => [service, endpointInterface(name)]),
  );
}

function servicePairs(text: string): readonly (readonly [service: ServiceType, value: string])[] {
  return commaList(text).map((pair) => {
    const [, name, value] = SERVICE_VALUE.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new InvalidArgumentError("It has to be service=value, with commas between several.");
    const service = serviceTypes.find((known) => known === name);
    if (service === undefined)
      throw new InvalidArgumentError(`${name} is none of ${serviceTypes.join(", ")}.`);
    return [service, value];
  });
}
