import {
  type ClusterDriver,
  type ClusterSnapshot,
  type Composition,
  CONTRACT_VERSION,
  defineDriver,
  type ValidationIssue,
} from "@jeroboam/core";
import type { HeatDriverDefinition } from "./heat-driver-definition.ts";
import { clusterSource } from "./mapping/mapping-source.ts";
import type { HeatServices } from "./orchestration-port.ts";
import { createClusterStack } from "./stack/create-cluster-stack.ts";
import { deleteClusterStack } from "./stack/delete-cluster-stack.ts";
import { observeClusterStack } from "./stack/observe-cluster-stack.ts";
import { updateClusterStack } from "./stack/update-cluster-stack.ts";

/**
 * Makes a driver out of a declaration: one stack for each cluster, made, changed, deleted and
 * observed by the same rules for every driver.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatDriver`
 */
export function defineHeatDriver<L>(
  definition: HeatDriverDefinition<L>,
): ClusterDriver<HeatServices> {
  const { name, stability, provides, containerVersion, labels, resize } = definition;
  return defineDriver<HeatServices>({
    contractVersion: CONTRACT_VERSION,
    name,
    stability,
    provides,
    requires: ["orchestration"],
    containerVersion,
    labels,
    ...(resize && { resize }),
    validate: (snapshot, composition) => validateSnapshot(definition, snapshot, composition),
    createCluster: (context, request) => createClusterStack(definition, context, request),
    updateCluster: (context, request) => updateClusterStack(definition, context, request),
    deleteCluster: deleteClusterStack,
    observeCluster: (context, request) => observeClusterStack(definition.outputs, context, request),
  });
}

function validateSnapshot<L>(
  definition: HeatDriverDefinition<L>,
  snapshot: ClusterSnapshot,
  composition: Composition,
): readonly ValidationIssue[] {
  const labels = definition.labels.safeParse(snapshot.cluster.labels);
  if (!labels.success)
    return labels.error.issues.map((issue) => ({
      path: [
        "labels",
        ...issue.path.map((part) => (typeof part === "number" ? part : String(part))),
      ],
      code: "JRB_LABEL_INVALID",
      message: issue.message,
    }));
  const others = snapshot.cluster.nodeGroups.filter((group) => !group.isDefault);
  const unsupported = others.map((group) => ({
    path: ["nodeGroups", group.name],
    code: "JRB_NOT_SUPPORTED_BY_DRIVER",
    message: `Driver ${definition.name} makes no node groups besides the default ones.`,
  }));
  return [
    ...unsupported,
    ...(definition.validate?.(clusterSource(snapshot, definition.labels), composition) ?? []),
  ];
}
