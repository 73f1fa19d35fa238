import type { KillReport } from "./run.ts";

/** Complaints of one kind that are printed. */
const SHOWN = 20;

/** A report as text: what was done, where processes were killed, and what does not hold. */
export function reportText(report: KillReport): string {
  const { kills, freezes, engineKills, requests, clusters, operations, seconds, points, broken } =
    report;
  const rows = [...points]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(
      ([point, { passed, struck }]) =>
        `  ${point.padEnd(48)} passed ${String(passed).padStart(6)}, killed there ${struck}`,
    );
  const struck = [...points.values()].filter((point) => point.struck > 0).length;
  return [
    `seed ${report.seed}: ${kills} kills of processes and ${engineKills} of servers, ${freezes} processes stopped for a while, ${requests} requests, ${clusters} clusters, ${operations} operations, ${seconds} s`,
    `killed at ${struck} of ${points.size} points:`,
    ...rows,
    ...(broken.size === 0 ? ["everything holds"] : brokenText(report)),
  ].join("\n");
}

/** What does not hold, and how to see it again; empty where everything does. */
export function brokenText({ broken, command }: KillReport): readonly string[] {
  if (broken.size === 0) return [];
  return [
    ...[...broken].flatMap(([what, complaints]) => [
      `BROKEN: ${what}`,
      ...complaints.slice(0, SHOWN).map((complaint) => `  - ${complaint}`),
      ...(complaints.length > SHOWN ? [`  - and ${complaints.length - SHOWN} more`] : []),
    ]),
    `run it again: ${command}`,
  ];
}
