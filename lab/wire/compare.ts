import type { Answer, Json } from "./answer.ts";

/** One field in which two answers differ; a side that lacks the field is undefined. */
export interface Difference {
  /** The id of the step. */
  readonly step: string;
  /** Like `status`, `headers.vary` or `body.clusters[0].name`. */
  readonly field: string;
  readonly peer: Json | undefined;
  readonly ours: Json | undefined;
}

/** Compares two answers to the same request field by field. */
export function compareAnswers(step: string, peer: Answer, ours: Answer): readonly Difference[] {
  const found: Difference[] = [];
  const visit = (field: string, one: Json | undefined, other: Json | undefined): void => {
    if (one === other) return;
    const keys = commonKeys(one, other);
    if (!keys) {
      found.push({ step, field, peer: one, ours: other });
      return;
    }
    for (const key of keys)
      visit(
        Array.isArray(one) ? `${field}[${key}]` : `${field}.${key}`,
        at(one, key),
        at(other, key),
      );
  };
  visit("status", peer.status, ours.status);
  visit("headers", peer.headers, ours.headers);
  visit("body", peer.body, ours.body);
  return found;
}

/** The keys of two objects, or the places of two lists; undefined where the two are not alike. */
function commonKeys(one: Json | undefined, other: Json | undefined): readonly string[] | undefined {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return undefined;
  if (Array.isArray(one) !== Array.isArray(other)) return undefined;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function at(value: Json | undefined, key: string): Json | undefined {
  return (value as Readonly<Record<string, Json>>)[key];
}
