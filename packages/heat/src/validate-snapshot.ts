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
  const others = cluster.nodeGroups.filter((group) => !group.isDefault);
  return [
    ...others.flatMap((group) => nodeGroupIssues(definition, snapshot, group)),
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
  if (!nodeGroups)
    return [
      {
        path,
        code: "JRB_NOT_SUPPORTED_BY_DRIVER",
        message: `Driver ${name} makes no node groups besides the default ones.`,
      },
    ];
  const faults = labelIssues(definition, nodeGroup.labels, [...path, "labels"]);
  if (faults.length > 0) return faults;
  const parser: LabelsParser<L> = labels;
  const source = {
    ...clusterSource(snapshot, parser),
    labels: parser.parse(nodeGroup.labels),
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
