import { isIP } from "node:net";
import type { ClusterSource } from "../mapping/mapping-source.ts";
import type { Rule } from "./rule.ts";

/** Printable, and nothing that a shell or systemd would take for quoting. */
const PROXY = /^[\x21-\x7e]+$/;
const QUOTING = /["'\\`$]/;

type ClusterRule = Rule<ClusterSource<unknown>>;

/** For a HOT that makes a network of its own, or takes an existing one. */
export const networkRules: readonly ClusterRule[] = [
  {
    path: ["template", "externalNetworkId"],
    message: "An external network is needed for floating IPs and for a network of its own.",
    broken: ({ cluster, template }) =>
      template.externalNetworkId === null &&
      (cluster.floatingIpEnabled || cluster.fixedNetwork === null),
  },
  {
    path: ["cluster", "fixedNetwork"],
    message: "A fixed subnet needs its fixed network.",
    broken: ({ cluster }) => cluster.fixedSubnet !== null && cluster.fixedNetwork === null,
  },
  {
    path: ["cluster", "fixedSubnet"],
    message: "A load balancer in an existing network needs to know the fixed subnet.",
    broken: ({ cluster }) =>
      cluster.masterLbEnabled && cluster.fixedNetwork !== null && cluster.fixedSubnet === null,
  },
  {
    path: ["template", "dnsNameserver"],
    message: "Name servers are IP addresses, separated by commas.",
    broken: ({ template }) =>
      template.dnsNameserver !== null &&
      template.dnsNameserver.split(",").some((address) => isIP(address.trim()) === 0),
  },
];

/** The flavors of the default groups; of every other group's speaks `nodeGroupFlavorRule`. */
export const flavorRules: readonly ClusterRule[] = [
  {
    path: ["cluster", "masterFlavorId"],
    message: "The masters need a flavor.",
    broken: ({ masters }) => masters.flavorId === null,
  },
  {
    path: ["cluster", "flavorId"],
    message: "The workers need a flavor.",
    broken: ({ workers }) => workers.flavorId === null,
  },
];

/** For nodes that get their proxies as the shared scripts write them. */
export const proxyRules: readonly ClusterRule[] = (
  ["httpProxy", "httpsProxy", "noProxy"] as const
).map((field) => ({
  path: ["template", field],
  message: "A proxy setting is printable ASCII without spaces and quotes.",
  broken: ({ template }) => !isProxySetting(template[field]),
}));

/** Docker's storage driver, where one is named, is one of these. */
export function storageDriverRule(known: readonly string[], message: string): ClusterRule {
  return {
    path: ["template", "dockerStorageDriver"],
    message,
    broken: ({ template }) =>
      template.dockerStorageDriver !== null && !known.includes(template.dockerStorageDriver),
  };
}

function isProxySetting(value: string | null): boolean {
  return value === null || (PROXY.test(value) && !QUOTING.test(value));
}
