import { HeatDriverError } from "../heat-driver-error.ts";
import type { HeatValue } from "../orchestration-port.ts";
import type { MappingSource } from "./mapping-source.ts";
import type { NodeGroupSource } from "./node-group-source.ts";

/**
 * One HOT parameter and where its value comes from.
 *
 * @upstream magnum/drivers/heat/template_def.py `ParameterMapping`
 */
export interface MappedParameter<Source> {
  readonly parameter: string;
  /** Undefined or null leaves the HOT's default. */
  readonly from: (source: Source) => HeatValue | null | undefined;
  /** Without a value the cluster, or the node group, is refused. */
  readonly required?: boolean;
  /** Sent on update too. Default false: an update must not rebuild servers by accident. */
  readonly onUpdate?: boolean;
  /** Sent when nodes are asked to take over new certificates and logins. */
  readonly onRefresh?: boolean;
  /** Holds a secret; the HOT must say `hidden` of it. */
  readonly hidden?: boolean;
}

/** A parameter of the cluster's stack. */
export type ParameterMapping<L> = MappedParameter<MappingSource<L>>;

/** A parameter of a node group's own stack. */
export type NodeGroupParameterMapping<L> = MappedParameter<NodeGroupSource<L>>;

/** @throws {@link HeatDriverError} `JRB_TEMPLATE_PARAMETER_MISSING`. */
export function parameterValues<Source>(
  mappings: readonly MappedParameter<Source>[],
  source: Source,
): Readonly<Record<string, HeatValue>> {
  const values: Record<string, HeatValue> = {};
  for (const { parameter, from, required } of mappings) {
    const value = from(source) ?? undefined;
    if (value !== undefined) values[parameter] = value;
    else if (required)
      throw new HeatDriverError(
        "JRB_TEMPLATE_PARAMETER_MISSING",
        `Required parameter ${parameter} not provided.`,
      );
  }
  return values;
}
