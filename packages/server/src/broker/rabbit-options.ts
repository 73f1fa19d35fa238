/** The options of `[oslo_messaging_rabbit]` that were there before `transport_url`. */
export interface RabbitOptions {
  /** `host` or `host:port`, IPv6 in brackets. Default `localhost`. */
  readonly hosts?: readonly string[];
  readonly userid?: string;
  readonly password?: string;
  readonly virtualHost?: string;
  readonly useSsl?: boolean;
}

/**
 * The same as one `transport_url`.
 *
 * @upstream oslo_messaging/_drivers/impl_rabbit.py rabbit_opts
 */
export function transportUrlOf(options: RabbitOptions): string {
  const {
    hosts = ["localhost"],
    userid = "guest",
    password = "guest",
    virtualHost = "/",
  } = options;
  const account = `${encodeURIComponent(userid)}:${encodeURIComponent(password)}`;
  const addresses = hosts.map((host) => `${account}@${host}`).join(",");
  const query = options.useSsl ? "?ssl=1" : "";
  return `rabbit://${addresses}/${encodeURIComponent(virtualHost)}${query}`;
}
