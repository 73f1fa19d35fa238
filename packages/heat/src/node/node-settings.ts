import type { MappingSource } from "../mapping/mapping-source.ts";
import { type ShellValue, shellAssignments } from "./shell-assignments.ts";

/** What the steps on a node know, beside what every driver's steps know. */
export interface NodeSettings {
  /** What a node runs when it boots, in order: scripts without their ending. */
  readonly steps: readonly string[];
  /** What it runs to take over new certificates. */
  readonly refreshSteps: readonly string[];
  /** Certificates on the node; they are made anew when one of them ends soon. */
  readonly certificates: readonly string[];
  /** Known when the stack is made. */
  readonly settings: Readonly<Record<string, ShellValue>>;
  /** Names whose values Heat knows: `node_values` of `node.yaml` has each between @ signs. */
  readonly heatSettings: readonly string[];
}

/** Names whose values `node.yaml` itself knows. */
const SHARED_HEAT_SETTINGS = [
  "NODE_NAME",
  "NODE_INDEX",
  "NODE_ADDRESS",
  "PUBLIC_ADDRESS",
  "MASTER_ADDRESSES",
  "VOLUME_ID",
  "LOGIN_METHOD",
  "LOGIN_ID",
  "LOGIN_SECRET",
  "GENERATION",
  "WAIT_TIMEOUT_SECONDS",
];

/** The file that every step reads: shell assignments, some of which Heat completes. */
export function nodeSettings<L>(
  { cluster, template, endpoints, operator, credential }: MappingSource<L>,
  node: NodeSettings,
): string {
  const names = [...SHARED_HEAT_SETTINGS, ...node.heatSettings];
  const known = shellAssignments({
    STEPS: node.steps.join(" "),
    REFRESH_STEPS: node.refreshSteps.join(" "),
    CERTIFICATES: template.tlsDisabled ? "" : node.certificates.join(" "),
    CLUSTER_UUID: cluster.uuid,
    MAGNUM_URL: endpoints.containerInfra,
    AUTH_URL: endpoints.identity,
    VERIFY_CA: operator.verifyCa,
    TLS_DISABLED: template.tlsDisabled,
    ...(operator.clusterUserTrust && credential?.kind === "trust" && credential.node?.trustId
      ? { TRUST_ID: credential.node.trustId }
      : {}),
    ...node.settings,
  });
  return [
    "# Read by every step. The names between @ signs are replaced by Heat.\n",
    ...names.map((name) => `${name}='@${name}@'\n`),
    // Two words that the shell joins, between which Heat finds no name of its own.
    known.replaceAll("@", "@''"),
  ].join("");
}
