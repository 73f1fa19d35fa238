// Options that say where something is.
import { messageOf } from "@jeroboam/core";
import { parseDatabaseUrl } from "@jeroboam/sql-store";
import { InvalidArgumentError } from "commander";
import { parseTransportUrl } from "../broker/transport-url.ts";
import { commaList, HIGHEST_PORT } from "./plain-value.ts";

const MOUNT_PATH = /^(?:\/[\w.~!$&'()*+,;=:@%-]+)+\/?$/;

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

export function mountPath(text: string): string {
  if (text !== "/" && !MOUNT_PATH.test(text))
    throw new InvalidArgumentError("It has to be a path that begins with a slash.");
  return text;
}
