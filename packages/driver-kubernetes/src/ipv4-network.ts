/** An IPv4 network: its first address as a number, and the bits that name it. */
interface Ipv4Network {
  readonly first: number;
  readonly bits: number;
}

/** The first address that a host may have, as in `10.254.0.1` of `10.254.0.0/16`. */
export function firstHost(cidr: string): string {
  const address = parsed(cidr).first + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** The bits that name a network. */
export function networkBits(cidr: string): number {
  return parsed(cidr).bits;
}

/** Whether two networks share an address. */
export function networksOverlap(one: string, other: string): boolean {
  const [a, b] = [parsed(one), parsed(other)];
  const size = 2 ** (32 - Math.min(a.bits, b.bits));
  return Math.floor(a.first / size) === Math.floor(b.first / size);
}

/** The text is `address/bits`, as the labels' schema demands. */
function parsed(cidr: string): Ipv4Network {
  const [address = "", suffix = ""] = cidr.split("/");
  const bits = Number(suffix);
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  return { first: Math.floor(number / size) * size, bits };
}
