const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;
const EVERYWHERE = ["0.0.0.0", "[::]"];

/** Why the nodes of a cluster cannot reach this address; undefined where the address does not say so. */
export function unreachableReason(url: string): string | undefined {
  if (!URL.canParse(url)) return "it is no URL";
  const { hostname, port } = new URL(url);
  if (port === "0") return "its port is not known before the service listens";
  if (LOOPBACK.test(hostname)) return "it is this machine's own";
  if (EVERYWHERE.includes(hostname)) return "it is every address of this machine and none";
  return undefined;
}
