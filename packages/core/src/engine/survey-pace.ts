import type { Cluster } from "../cluster/cluster.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Of the calls that looking may take, the part for projects where nothing changes. */
const IDLE_SHARE = 1 / 6;
/** Looks that an operation makes by itself are so much rarer than those that a survey makes for it. */
const SELDOM = 6;
/** Where many change, the youngest change is among those that were touched last. */
const SAMPLE = 10;

/** How long until the next look at a change of that age: a tenth of it, within the given bounds. */
export function changingMs(
  { observeEveryMs }: Pick<EngineParts<never>, "observeEveryMs">,
  ageMs: number,
): number {
  return Math.min(observeEveryMs.most, Math.max(observeEveryMs.first, ageMs / 10));
}

type LookParts = Pick<
  EngineParts<never>,
  "operationLooks" | "observeEveryMs" | "observeCallsPerMinute"
>;

/** How long an operation that a survey wakes waits at most: less while there are calls to spare, for its progress. */
export function seldomMs(parts: LookParts): number {
  const { most } = parts.observeEveryMs;
  return hasPlenty(parts) ? most : most * SELDOM;
}

/** How long such an operation waits before its first look. */
export function firstLookMs(parts: LookParts): number {
  const { first, most } = parts.observeEveryMs;
  return hasPlenty(parts) ? first : most * SELDOM;
}

function hasPlenty({ operationLooks, observeCallsPerMinute }: LookParts): boolean {
  return operationLooks.perMinute() < observeCallsPerMinute / 2;
}

/** How long after a look that failed. */
export function afterFailureMs<Services>(parts: EngineParts<Services>): number {
  return Math.min(parts.surveyIdleMs, parts.observeEveryMs.most * SELDOM);
}

/** How long until the next look at a project where nothing changes, with jitter of ±10 %. */
export async function idleMs<Services>(
  parts: EngineParts<Services>,
  random: () => number = Math.random,
): Promise<number> {
  const { store, surveyIdleMs, observeCallsPerMinute } = parts;
  const projects = await store.surveys.count();
  const spreadMs = (projects * 60_000) / (observeCallsPerMinute * IDLE_SHARE);
  return Math.round(Math.max(surveyIdleMs, spreadMs) * (0.9 + random() * 0.2));
}

/** The next moment at which one list of all projects serves every conductor's idle ones. */
export function nextSharedTurn<Services>({ clock, surveyIdleMs }: EngineParts<Services>): Date {
  const rounds = Math.floor(clock.now().getTime() / surveyIdleMs) + 1;
  return new Date(rounds * surveyIdleMs);
}

/** Surveys were made too often of late, and no project has waited unduly long. */
export async function isPutOff(
  parts: Pick<
    EngineParts<never>,
    "clock" | "store" | "surveyIdleMs" | "surveyLooks" | "observeCallsPerMinute"
  >,
): Promise<boolean> {
  const { surveyLooks, clock, store, surveyIdleMs, observeCallsPerMinute } = parts;
  if (surveyLooks.perMinute() < observeCallsPerMinute) return false;
  const due = await store.surveys.nextDue();
  return due === undefined || clock.now().getTime() - due.getTime() < surveyIdleMs;
}

/** How long the youngest change of these clusters is under way. */
export async function youngestAgeMs<Services>(
  { store, clock }: EngineParts<Services>,
  changing: readonly Cluster[],
): Promise<number> {
  const touchedAt = ({ updatedAt, createdAt }: Cluster) => (updatedAt ?? createdAt).getTime();
  const latest = changing.toSorted((a, b) => touchedAt(b) - touchedAt(a)).slice(0, SAMPLE);
  const open = await Promise.all(latest.map(({ uuid }) => store.operations.openOf(uuid)));
  const begun = open.flat().map(({ createdAt }) => createdAt.getTime());
  return begun.length === 0 ? 0 : clock.now().getTime() - Math.max(...begun);
}
