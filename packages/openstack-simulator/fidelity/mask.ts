/** What is known of a run, so that the same thing has the same name in every run. */
export interface MaskFacts {
  /** The text of the case: addresses that stand in it stay. */
  readonly caseText: string;
  /** Names of the ids that are known: project, stack, physical resources. */
  readonly names: ReadonlyMap<string, string>;
}

const generated: readonly (readonly [pattern: RegExp, name: string])[] = [
  [
    /https?:\/\/[\w.-]+(:\d+)?(\/(orchestration|cloudformation|heat-api|heat-api-cfn))?/g,
    "http://host",
  ],
  [/(X-Auth-Token: )[^'"\s]+/g, "$1<token>"],
  [
    /\?(Timestamp|SignatureMethod|AWSAccessKeyId|SignatureVersion|Signature)=[^'"\s]+/g,
    "?<signature>",
  ],
  [/(\/v1\/|heat(?:::|%3A%3A))[0-9a-f]{32}\b/g, "$1<project>"],
  [/( \(Request-ID: |\nNeutron server returns request_ids: )[^)]*(\)|$)/g, ""],
  [/\breq-[0-9a-f-]{36}\b/g, "<request>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, "<mac>"],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "<time>"],
];

function maskText(text: string, facts: MaskFacts): string {
  let masked = text;
  for (const [id, name] of facts.names) masked = masked.replaceAll(id, `<${name}>`);
  for (const [pattern, name] of generated) masked = masked.replace(pattern, name);
  masked = masked.replace(/\bfid-[\w.-]+/g, (name) =>
    name.replace(/-[a-z0-9]{12}(?![a-z0-9])/g, "-<short>"),
  );
  return masked.replace(/\b\d{1,3}(\.\d{1,3}){3}\b/g, (address) =>
    facts.caseText.includes(address) ? address : "<ip>",
  );
}

/** Replaces what differs from run to run in every text of a value. */
export function mask(value: unknown, facts: MaskFacts): unknown {
  if (typeof value === "string") return maskText(value, facts);
  if (Array.isArray(value)) return value.map((item) => mask(item, facts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [maskText(key, facts), mask(item, facts)]),
  );
}
