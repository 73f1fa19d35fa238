import type { Answer, Json } from "./answer.ts";
import { mapStrings, type Values } from "./values.ts";

/** What differs from run to run by its nature, and what is written in its place. */
const PATTERNS: readonly (readonly [pattern: RegExp, written: string])[] = [
  [/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----\n?/g, "<$1>"],
  [/\breq-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<request id>"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/\b[0-9a-f]{32}\b/g, "<id>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00/g, "<date with a fraction>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00/g, "<date>"],
  [/(?<=marker=)\d+(?=$|&)/g, "<number>"],
  [/\b0x[0-9a-f]{6,}\b/g, "<pointer>"],
  [/\b(10|172)(\.\d{1,3}){3}\b/g, "<address>"],
  [
    /\b(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|omicron|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)-([1-9]|1\d|2[0-4])-(cluster|template|bay|model|federation)\b/g,
    "<greek>-<number>-$3",
  ],
];

/** Python's sets, which come in any order. */
const SETS = /(?<=Value should be one of: |property\(ies\) )[\w, -]+/;

/** Keys whose values the database or the machine chooses. */
const CHOSEN: Readonly<Record<string, (value: Json) => Json>> = {
  id: (value) => (typeof value === "number" ? "<number>" : value),
};

/** The same in the row of a conductor; one that has just begun has not reported again. */
const CONDUCTOR: typeof CHOSEN = {
  host: () => "<host>",
  report_count: () => "<number>",
  updated_at: () => "<date or null>",
};

/** Writes names for what two servers cannot have in common, so that the rest can be compared. */
export function normalise(answer: Answer, values: Values): Answer {
  const known = [...values].toSorted((one, other) => other[1].length - one[1].length);
  const text = (given: string): string => {
    let written = given;
    for (const [name, value] of known) written = written.replaceAll(value, `{${name}}`);
    for (const [pattern, name] of PATTERNS) written = written.replace(pattern, name);
    return written.replace(SETS, (words) => words.split(", ").toSorted().join(", "));
  };
  return {
    status: answer.status,
    headers: mapStrings(answer.headers, text),
    body: chosen(mapStrings(answer.body, text)),
  };
}

function chosen(value: Json): Json {
  if (Array.isArray(value)) return value.map((one: Json) => chosen(one));
  if (typeof value !== "object" || value === null) return value;
  const isConductor = "report_count" in value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      ((isConductor ? CONDUCTOR[key] : undefined) ?? CHOSEN[key] ?? chosen)(one),
    ]),
  );
}
