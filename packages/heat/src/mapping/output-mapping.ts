/** What an output of the HOT tells about the cluster. */
export type OutputTarget =
  | "cluster.apiAddress"
  | "cluster.discoveryUrl"
  | "cluster.coeVersion"
  | "masters.nodeAddresses"
  | "workers.nodeAddresses"
  /** A map from the group's member names to addresses; lets users name nodes by address. */
  | "workers.addressesByIndex"
  /** The same with server ids. */
  | "workers.serverIdsByIndex";

/** One HOT output and what it fills. */
export interface OutputMapping {
  readonly output: string;
  readonly to: OutputTarget;
  readonly transform?: (value: unknown) => unknown;
}

export type StackOutputs = Readonly<Record<string, unknown>> | undefined;

export function outputText(
  mappings: readonly OutputMapping[],
  outputs: StackOutputs,
  to: OutputTarget,
): string | undefined {
  const value = mappedOutput(mappings, outputs, to);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Undefined where outputs were not resolved; members that have no value yet are left out. */
export function outputTexts(
  mappings: readonly OutputMapping[],
  outputs: StackOutputs,
  to: OutputTarget,
): readonly string[] | undefined {
  const value = mappedOutput(mappings, outputs, to);
  if (!Array.isArray(value)) return undefined;
  return value.filter((item): item is string => typeof item === "string" && item !== "");
}

export function mappedOutput(
  mappings: readonly OutputMapping[],
  outputs: StackOutputs,
  to: OutputTarget,
): unknown {
  const mapping = mappings.find((candidate) => candidate.to === to);
  if (!mapping || !outputs) return undefined;
  const value = outputs[mapping.output];
  return mapping.transform ? mapping.transform(value) : value;
}
