import type { OutputMapping } from "./mapping/output-mapping.ts";
import type { MappedParameter } from "./mapping/parameter-mapping.ts";
import type { RenderValues } from "./rendering/render.ts";
import type { TemplateSource } from "./template/template-source.ts";

/**
 * One kind of stack as its author declares it: HOT and two tables.
 *
 * @template Source - What the tables read.
 */
export interface StackDeclaration<Source> {
  /**
   * Path of the HOT file below the driver's templates, or of the parts that together are the stack's
   * template: each place in it stands in one of them.
   */
  readonly template: string | readonly string[];
  readonly parameters: readonly MappedParameter<Source>[];
  readonly outputs: readonly OutputMapping[];
  /** Environments in merge order, as paths below the driver's templates. */
  readonly environments?: (source: Source) => readonly string[];
  /** The values of every `.hbs` file that the templates refer to. */
  readonly rendering?: (source: Source, templates: TemplateSource) => RenderValues;
}
