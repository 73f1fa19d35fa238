import type { Composition, ValidationIssue } from "@jeroboam/core";
import {
  type ClusterSource,
  flavorRules,
  issuesOf,
  networkRules,
  proxyRules,
  type Rule,
  storageDriverRule,
} from "@jeroboam/heat";
import type { SwarmModeLabels } from "./labels.ts";

const STORAGE_DRIVERS = ["overlay2", "overlay", "btrfs", "zfs", "vfs", "devicemapper", "aufs"];

type Source = ClusterSource<SwarmModeLabels>;

const RULES: readonly Rule<Source>[] = [
  ...networkRules,
  ...flavorRules,
  {
    path: ["cluster", "masterCount"],
    message: "A swarm needs at least one manager.",
    broken: ({ masters }) => masters.nodeCount < 1,
  },
  storageDriverRule(STORAGE_DRIVERS, `Docker's storage drivers are ${STORAGE_DRIVERS.join(", ")}.`),
  {
    path: ["template", "volumeDriver"],
    message: "Swarm mode installs no volume driver.",
    broken: ({ template }) => template.volumeDriver !== null,
  },
  ...proxyRules,
];

/** What this driver cannot make, found without I/O. */
export function validate(
  source: Source,
  { givesCredentials }: Composition,
): readonly ValidationIssue[] {
  const issues = [...issuesOf(RULES, source, "JRB_CLUSTER_INVALID")];
  if (!source.template.tlsDisabled && !givesCredentials)
    issues.push({
      path: ["template", "tlsDisabled"],
      code: "JRB_TLS_NEEDS_CREDENTIAL",
      message:
        "Nodes cannot fetch certificates because the cloud gives clusters no credential; set tls_disabled or configure one.",
    });
  return issues;
}
