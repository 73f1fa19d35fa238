import type { ClusterDriver, Composition, ValidationIssue } from "@jeroboam/core";
import type { ClusterSource, LabelsParser, MappingSource } from "./mapping/mapping-source.ts";
import type { OutputMapping } from "./mapping/output-mapping.ts";
import type { ParameterMapping } from "./mapping/parameter-mapping.ts";
import type { HeatServices } from "./orchestration-port.ts";
import type { RenderValues } from "./rendering/render.ts";
import type { TemplateFolder, TemplateSource } from "./template/template-source.ts";

/** A driver as its author declares it: identity, a folder of HOT files, and two tables. */
export interface HeatDriverDefinition<L>
  extends Pick<
    ClusterDriver<HeatServices>,
    "name" | "stability" | "provides" | "containerVersion" | "resize"
  > {
  /** Refuses unknown names; what it answers is `labels` of every mapping. */
  readonly labels: ClusterDriver["labels"] & LabelsParser<L>;
  /** Looked in first; the shared blocks come after. */
  readonly templates: TemplateFolder;
  /** Path of the cluster's HOT file below `templates`. */
  readonly template: string;
  readonly parameters: readonly ParameterMapping<L>[];
  readonly outputs: readonly OutputMapping[];
  /** Environments in merge order, as paths below `templates`. */
  readonly environments?: (source: MappingSource<L>) => readonly string[];
  /** The values of every `.hbs` file that the templates refer to. */
  readonly rendering?: (source: MappingSource<L>, templates: TemplateSource) => RenderValues;
  /** Pure; labels were accepted before. */
  readonly validate?: (
    source: ClusterSource<L>,
    composition: Composition,
  ) => readonly ValidationIssue[];
}
