import { readFileSync } from "node:fs";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { Connection } from "rabbitmq-client";
import type { BrokerHost, Transport, TransportTls } from "./transport.ts";

/** Half of it between two signs of life; after two without one the connection counts as lost. */
const HEARTBEAT_SECONDS = 15;
const CONNECT_LIMIT_MS = 5000;
/** Doubling between the two, with jitter; each attempt goes to the next host. */
const RETRY_MS = { first: 250, most: 2000 };

/** Connects, and again whenever the connection is lost, to each host in turn. */
export function openBrokerConnection(transport: Transport): Connection {
  const { hosts, username, password, virtualHost, tls } = transport;
  return new Connection({
    username,
    password,
    vhost: virtualHost,
    connectionName: "jeroboam",
    heartbeat: HEARTBEAT_SECONDS,
    connectionTimeout: CONNECT_LIMIT_MS,
    acquireTimeout: CONNECT_LIMIT_MS,
    retryLow: RETRY_MS.first,
    retryHigh: RETRY_MS.most,
    socket: inTurn(hosts),
    ...(tls ? { tls: readTls(tls) } : {}),
  });
}

/** The library reads host and port at each attempt; its own list of hosts has no room for IPv6. */
function inTurn(hosts: readonly BrokerHost[]) {
  let attempt = -1;
  const current = () => hosts[attempt % hosts.length];
  return {
    get host() {
      attempt += 1;
      return current()?.hostname;
    },
    get port() {
      return current()?.port ?? 0;
    },
  };
}

function readTls({ caFile, certificateFile, keyFile }: TransportTls): TlsOptions {
  return {
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    ...(certificateFile === undefined ? {} : { cert: readFileSync(certificateFile) }),
    ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
  };
}
