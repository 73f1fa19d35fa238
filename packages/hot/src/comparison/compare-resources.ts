import type { PropertiesSchema } from "../properties/property-schema.ts";
import type { EvaluatedResource } from "../stack/evaluate-stack.ts";
import { own, valuesEqual } from "../value.ts";
import { compareProperties, type PropertiesChange } from "./compare-properties.ts";

/** What an update does to a stack, resource by resource, names sorted. */
export interface StackChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly replaced: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  /** Changes that the resource type does not allow. */
  readonly refused: readonly string[];
  /** Why, for those that are in both; `type`, `metadata` and `update_policy` count as names. */
  readonly reasons: Readonly<Record<string, PropertiesChange>>;
}

/** Compares two evaluations of a template; a change of type replaces the resource. */
export function compareResources(
  before: Readonly<Record<string, EvaluatedResource>>,
  after: Readonly<Record<string, EvaluatedResource>>,
  schemaOf: (resolvedType: string) => PropertiesSchema,
): StackChange {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const reasons = Object.fromEntries(
    names.flatMap((name) => {
      const old = own(before, name);
      const current = own(after, name);
      return old && current ? [[name, compareResource(old, current, schemaOf)] as const] : [];
    }),
  );
  const of = (kind: PropertiesChange["kind"]): readonly string[] =>
    names.filter((name) => own(reasons, name)?.kind === kind);
  return {
    added: names.filter((name) => !Object.hasOwn(before, name)),
    removed: names.filter((name) => !Object.hasOwn(after, name)),
    replaced: of("replace"),
    updated: of("update"),
    unchanged: of("unchanged"),
    refused: of("refused"),
    reasons,
  };
}

function compareResource(
  before: EvaluatedResource,
  after: EvaluatedResource,
  schemaOf: (resolvedType: string) => PropertiesSchema,
): PropertiesChange {
  if (before.resolvedType !== after.resolvedType) {
    return { kind: "replace", properties: ["type"], decisive: ["type"] };
  }
  const change = compareProperties(
    before.properties,
    after.properties,
    schemaOf(after.resolvedType),
  );
  const others = [
    ...(valuesEqual(before.metadata, after.metadata) ? [] : ["metadata"]),
    ...(valuesEqual(before.updatePolicy, after.updatePolicy) ? [] : ["update_policy"]),
  ];
  if (others.length === 0) return change;
  return {
    kind: change.kind === "unchanged" ? "update" : change.kind,
    properties: [...change.properties, ...others],
    decisive: change.decisive,
  };
}
