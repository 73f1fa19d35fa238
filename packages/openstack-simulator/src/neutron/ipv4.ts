/** An IPv4 network: its first and last address as numbers. */
export interface Ipv4Network {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

/** Reads a dotted address; undefined when it is none. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let address = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    address = address * 256 + Number(part);
  }
  return address;
}

/** Writes an address in dots. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Reads `address/length`; host bits are cleared. Undefined when it is no network. */
export function parseCidr(text: string): Ipv4Network | undefined {
  const [addressText = "", lengthText = ""] = text.split("/");
  const address = parseIpv4(addressText);
  const prefixLength = Number(lengthText);
  if (address === undefined || !/^\d{1,2}$/.test(lengthText) || prefixLength > 32) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefixLength };
}

/** Writes a network as `address/length`. */
export function formatCidr(network: Ipv4Network): string {
  return `${formatIpv4(network.first)}/${network.prefixLength}`;
}

/** Whether two networks have an address in common. */
export function overlaps(one: Ipv4Network, other: Ipv4Network): boolean {
  return one.first <= other.last && other.first <= one.last;
}
