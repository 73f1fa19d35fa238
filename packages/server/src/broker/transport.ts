/** Where the message broker is, and as whom it is used. */
export interface Transport {
  /** At least one; tried in turn. */
  readonly hosts: readonly BrokerHost[];
  readonly username: string;
  readonly password: string;
  readonly virtualHost: string;
  /** Absent: without TLS. */
  readonly tls?: TransportTls;
}

export interface BrokerHost {
  /** A name or an address; IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** Paths of PEM files; the certificate authorities of Node.js where none is named. */
export interface TransportTls {
  readonly caFile?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

/** For logs: without the password. */
export function describeTransport(transport: Transport): string {
  const { username, hosts, virtualHost, tls } = transport;
  const addresses = hosts.map(hostText).join(",");
  const user = encodeURIComponent(username);
  return `rabbit://${user}@${addresses}/${encodeURIComponent(virtualHost)}${tls ? "?ssl=1" : ""}`;
}

function hostText({ hostname, port }: BrokerHost): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
