import type { ClusterDriver, Composition, NodeGroup, ValidationIssue } from "@jeroboam/core";
import type { ClusterSource, LabelsParser, MappingSource } from "./mapping/mapping-source.ts";
import type { NodeGroupSource } from "./mapping/node-group-source.ts";
import type { HeatServices } from "./orchestration-port.ts";
import type { StackDeclaration } from "./stack-declaration.ts";
import type { TemplateFolder } from "./template/template-source.ts";

/** A driver as its author declares it: identity, a folder of HOT files, and the cluster's stack. */
export interface HeatDriverDefinition<L>
  extends StackDeclaration<MappingSource<L>>,
    Pick<
      ClusterDriver<HeatServices>,
      | "name"
      | "stability"
      | "provides"
      | "containerVersion"
      | "resize"
      | "credentialKinds"
      | "certificateAuthorities"
      | "serviceAccountKey"
      | "certificateProfiles"
    > {
  /** Refuses unknown names; what it answers is `labels` of every mapping. */
  readonly labels: ClusterDriver["labels"] & LabelsParser<L>;
  /** Looked in first; the shared blocks come after. */
  readonly templates: TemplateFolder;
  /**
   * Nodes take over new certificates and logins when they are asked: every HOT of the driver has a
   * parameter `generation`, 1 by default, which it hands to `node.yaml`, and an output of that name.
   */
  readonly refresh?: true;
  /** Pure; labels were accepted before. */
  readonly validate?: (
    source: ClusterSource<L>,
    composition: Composition,
  ) => readonly ValidationIssue[];
  /** The stack of each node group beside the default ones; without it there are only those. */
  readonly nodeGroups?: NodeGroupDeclaration<L>;
}

/** The stack of a node group of its own, which joins what the cluster's stack made. */
export interface NodeGroupDeclaration<L> extends StackDeclaration<NodeGroupSource<L>> {
  /** Outputs of the cluster's stack that the tables read. Heat shows outputs, so none holds a secret. */
  readonly clusterOutputs: readonly string[];
  /**
   * Pure; asked about every group, the default ones too, as each may be changed by itself. The
   * group's labels, which `source.labels` are, were accepted before.
   */
  readonly validate?: (
    source: ClusterSource<L> & { readonly nodeGroup: NodeGroup },
  ) => readonly ValidationIssue[];
}
