import { type Aspect, aspects } from "./compare.ts";
import { unexplained, type Verdict } from "./verdicts.ts";

const titles: Readonly<Record<Aspect, string>> = {
  requests: "requests, errors",
  statuses: "stack",
  resources: "resources",
  outputs: "outputs",
  events: "events",
};

function cell(verdict: Verdict, aspect: Aspect): string {
  if (!verdict.aspects.has(aspect)) return "";
  const found = verdict.differences.filter((one) => one.difference.aspect === aspect);
  if (found.length === 0) return "agrees";
  return found.every((one) => one.explanation) ? "accepted" : "**differs**";
}

const escape = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** The page that shows where the simulator agrees with a real Heat. */
export function renderTable(verdicts: readonly Verdict[]): string {
  const steps = verdicts.reduce((sum, one) => sum + one.played.steps.length, 0);
  const agreeing = verdicts.filter((one) => !one.failure && one.differences.length === 0);
  const rows = verdicts.map((one) =>
    [
      `\`${one.played.name}\``,
      escape(one.played.description.trim()),
      String(one.played.steps.length),
      ...aspects.map((aspect) => cell(one, aspect)),
    ].join(" | "),
  );
  const accepted = verdicts.flatMap((verdict) =>
    [...new Set(verdict.differences.flatMap((one) => one.explanation?.reason ?? []))].map(
      (reason) => `* \`${verdict.played.name}\`: ${escape(reason.trim())}`,
    ),
  );
  const open = verdicts.flatMap((verdict) =>
    unexplained(verdict).map((line) => `* \`${verdict.played.name}\`: ${escape(line)}`),
  );
  return [
    "# The simulator's Heat beside a real one",
    "",
    "Written by `node --conditions=@jeroboam/source packages/openstack-simulator/fidelity/run.ts`; do",
    "not edit. With `--lab` it first asks the real Heat anew, at `OS_AUTH_URL` as `OS_USERNAME` with",
    "`OS_PASSWORD` in `OS_PROJECT_NAME`.",
    "",
    "Each case of `packages/openstack-simulator/fidelity/cases` is played against OpenStack Zed (Heat 19,",
    "whose answers are kept in `recorded/`) and against the simulator. Compared are, after each step: the",
    "answer's HTTP status, error class and message; the stack's status and its reason; every resource's",
    "path, type, status, reason, and whether it was kept or replaced; every output; the states that each",
    "resource went through. Ids, addresses, tokens and dates are masked.",
    "",
    `${verdicts.length} cases of ${steps} steps: ${agreeing.length} agree in everything, ` +
      `${verdicts.length - agreeing.length} differ somewhere.`,
    "",
    `case | what it shows | steps | ${aspects.map((aspect) => titles[aspect]).join(" | ")}`,
    `--- | --- | --- | ${aspects.map(() => "---").join(" | ")}`,
    ...rows,
    "",
    ...(accepted.length > 0 ? ["## Accepted differences", "", ...accepted, ""] : []),
    ...(open.length > 0 ? ["## Unexplained differences", "", ...open, ""] : []),
  ].join("\n");
}
