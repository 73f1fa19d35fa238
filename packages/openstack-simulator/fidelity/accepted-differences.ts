import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Difference } from "./compare.ts";

const schema = z.array(
  z.strictObject({
    /** A case's name, or `*`. */
    case: z.string(),
    /** A regular expression for the place. */
    place: z.string(),
    /** A regular expression for the recorded value, where the place alone says too little. */
    recorded: z.string().optional(),
    reason: z.string(),
  }),
);

/** A difference that is meant, with its reason. */
export type AcceptedDifference = z.infer<typeof schema>[number];

/** Reads `accepted-differences.yaml`. */
export function readAcceptedDifferences(): readonly AcceptedDifference[] {
  const text = readFileSync(new URL("accepted-differences.yaml", import.meta.url), "utf8");
  return schema.parse(parse(text) ?? []);
}

/** The entry that explains a difference of a case. */
export function explanationOf(
  accepted: readonly AcceptedDifference[],
  caseName: string,
  difference: Difference,
): AcceptedDifference | undefined {
  return accepted.find(
    (one) =>
      (one.case === "*" || one.case === caseName) &&
      new RegExp(one.place).test(difference.place) &&
      (one.recorded === undefined || new RegExp(one.recorded).test(difference.recorded)),
  );
}
