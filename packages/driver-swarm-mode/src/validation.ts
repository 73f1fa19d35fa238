import { isIP } from "node:net";
import type { Composition, ValidationIssue } from "@jeroboam/core";
import type { ClusterSource } from "@jeroboam/heat";
import type { SwarmModeLabels } from "./labels.ts";

const STORAGE_DRIVERS = ["overlay2", "overlay", "btrfs", "zfs", "vfs", "devicemapper", "aufs"];
/** Printable, and nothing that a shell or systemd would take for quoting. */
const PROXY = /^[\x21-\x7e]+$/;
const QUOTING = /["'\\`$]/;

type Source = ClusterSource<SwarmModeLabels>;
interface Rule {
  readonly path: readonly string[];
  readonly message: string;
  readonly broken: (source: Source) => boolean;
}

const RULES: readonly Rule[] = [
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
    path: ["cluster", "masterFlavorId"],
    message: "The masters need a flavor.",
    broken: ({ masters }) => masters.flavorId === null,
  },
  {
    path: ["cluster", "flavorId"],
    message: "The workers need a flavor.",
    broken: ({ workers }) => workers.flavorId === null,
  },
  {
    path: ["cluster", "masterCount"],
    message: "A swarm needs at least one manager.",
    broken: ({ masters }) => masters.nodeCount < 1,
  },
  {
    path: ["template", "dnsNameserver"],
    message: "Name servers are IP addresses, separated by commas.",
    broken: ({ template }) =>
      template.dnsNameserver !== null &&
      template.dnsNameserver.split(",").some((address) => isIP(address.trim()) === 0),
  },
  {
    path: ["template", "dockerStorageDriver"],
    message: `Docker's storage drivers are ${STORAGE_DRIVERS.join(", ")}.`,
    broken: ({ template }) =>
      template.dockerStorageDriver !== null &&
      !STORAGE_DRIVERS.includes(template.dockerStorageDriver),
  },
  {
    path: ["template", "volumeDriver"],
    message: "Swarm mode installs no volume driver.",
    broken: ({ template }) => template.volumeDriver !== null,
  },
  ...(["httpProxy", "httpsProxy", "noProxy"] as const).map((field) => ({
    path: ["template", field],
    message: "A proxy setting is printable ASCII without spaces and quotes.",
    broken: ({ template }: Source) => !isProxySetting(template[field]),
  })),
];

/** What this driver cannot make, found without I/O. */
export function validate(
  source: Source,
  { givesCredentials }: Composition,
): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = RULES.filter((rule) => rule.broken(source)).map(
    ({ path, message }) => ({ path, code: "JRB_CLUSTER_INVALID", message }),
  );
  if (!source.template.tlsDisabled && !givesCredentials)
    issues.push({
      path: ["template", "tlsDisabled"],
      code: "JRB_TLS_NEEDS_CREDENTIAL",
      message:
        "Nodes cannot fetch certificates because the cloud gives clusters no credential; set tls_disabled or configure one.",
    });
  return issues;
}

function isProxySetting(value: string | null): boolean {
  return value === null || (PROXY.test(value) && !QUOTING.test(value));
}
