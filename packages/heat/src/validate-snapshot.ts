import type {
  ClusterSnapshot,
  Composition,
  Labels,
  NodeGroup,
  ValidationIssue,
} from "@jeroboam/core";
import type { HeatDriverDefinition } from "./heat-driver-definition.ts";
import { clusterSource, type LabelsParser } from "./mapping/mapping-source.ts";

/** What a declared driver refuses of a cluster and its node groups: labels first, then its own rules. */
export function validateSnapshot<L>(
  definition: HeatDriverDefinition<L>,
  snapshot: ClusterSnapshot,
  composition: Composition,
): readonly ValidationIssue[] {
  const { cluster } = snapshot;
  const faults = labelIssues(definition, cluster.labels, ["labels"]);
  if (faults.length > 0) return faults;
  return [
    ...cluster.nodeGroups.flatMap((group) => nodeGroupIssues(definition, snapshot, group)),
    ...(definition.validate?.(clusterSource(snapshot, definition.labels), composition) ?? []),
  ];
}

function nodeGroupIssues<L>(
  definition: HeatDriverDefinition<L>,
  snapshot: ClusterSnapshot,
  nodeGroup: NodeGroup,
): readonly ValidationIssue[] {
  const { name, labels, nodeGroups } = definition;
  const path = ["nodeGroups", nodeGroup.name];
  if (!nodeGroups) {
    if (nodeGroup.isDefault) return [];
    return [
      {
        path,
        code: "JRB_NOT_SUPPORTED_BY_DRIVER",
        message: `Driver ${name} makes no node groups besides the default ones.`,
      },
    ];
  }
  // The default groups have the labels of the cluster, which were accepted.
  const groupLabels = nodeGroup.isDefault ? snapshot.cluster.labels : nodeGroup.labels;
  const faults = labelIssues(definition, groupLabels, [...path, "labels"]);
  if (faults.length > 0) return faults;
  const parser: LabelsParser<L> = labels;
  const source = {
    ...clusterSource(snapshot, parser),
    labels: parser.parse(groupLabels),
    nodeGroup,
  };
  return (nodeGroups.validate?.(source) ?? []).map((issue) => ({
    ...issue,
    path: [...path, ...issue.path],
  }));
}

function labelIssues<L>(
  definition: HeatDriverDefinition<L>,
  given: Labels,
  path: readonly string[],
): readonly ValidationIssue[] {
  const labels = definition.labels.safeParse(given);
  if (labels.success) return [];
  return labels.error.issues.map((issue) => ({
    path: [...path, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))],
    code: "JRB_LABEL_INVALID",
    message: issue.message,
  }));
}
