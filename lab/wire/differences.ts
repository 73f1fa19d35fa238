import type { DifferenceRule } from "./difference-rule.ts";
import { improvements } from "./differences/improvements.ts";
import { newerMagnum } from "./differences/newer-magnum.ts";
import { otherSetUp } from "./differences/other-set-up.ts";

/** Every difference between the recorded Magnum and this server that is meant to be; the first that matches counts. */
export const DIFFERENCES: readonly DifferenceRule[] = [
  ...newerMagnum,
  ...otherSetUp,
  ...improvements,
];
