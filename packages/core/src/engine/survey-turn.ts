import { hasNodeGroups, type Cluster } from "../cluster/cluster.ts";
import type { SurveyFacet } from "../driver/facets.ts";
import type { Operation } from "../operation/operation.ts";
import { nextStep } from "../operation/steps.ts";
import type { Survey } from "../store/survey-rows.ts";
import { later } from "./clock.ts";
import type { EngineParts } from "./engine-parts.ts";
import { lookAtIdle } from "./idle-look.ts";
import { inProject } from "./survey-connection.ts";
import { changingMs, idleMs, youngestAgeMs } from "./survey-pace.ts";
import {
  clustersOf,
  isChanging,
  type SurveyedCluster,
  surveyedClusters,
} from "./surveyed-clusters.ts";

/** About as many as an infrastructure shows at once. */
const CLUSTERS_PER_CALL = 500;

/** A turn that was claimed, with what there is to look at. */
export interface ProjectTurn<Services> {
  readonly turn: Survey;
  readonly clusters: readonly Cluster[];
  readonly surveyed: readonly SurveyedCluster<Services>[];
  readonly changing: readonly Cluster[];
}

export async function openTurn<Services>(
  parts: EngineParts<Services>,
  turn: Survey,
): Promise<ProjectTurn<Services>> {
  const clusters = await clustersOf(parts, turn.projectId);
  const surveyed = await surveyedClusters(parts, clusters);
  return { turn, clusters, surveyed, changing: clusters.filter(isChanging) };
}

/**
 * Looks at a project's clusters with one survey, and answers whose credential was good for it.
 *
 * @param preferred - Uuid of the cluster whose credential was good the last time.
 */
export async function surveyProject<Services>(
  parts: EngineParts<Services>,
  { clusters, surveyed }: ProjectTurn<Services>,
  preferred: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (surveyed.length === 0) return preferred;
  const { log, surveyLooks } = parts;
  surveyLooks.count(surveyCalls(surveyed.length));
  const candidates = clusters.toSorted(
    (a, b) => Number(b.uuid === preferred) - Number(a.uuid === preferred),
  );
  const { answer: differing, as } = await inProject(parts, candidates, ({ services }) =>
    differingClusters(surveyed, (facet, some) =>
      facet.surveyClusters({ services, log, signal }, { clusters: some, allProjects: false }),
    ),
  );
  await followUp(parts, differing, candidates, signal);
  return as;
}

/** How many calls a survey of so many clusters costs. */
export function surveyCalls(clusters: number): number {
  return Math.ceil(clusters / CLUSTERS_PER_CALL);
}

/** Finds the clusters that are worth a full look: one survey for all drivers that survey alike. */
export async function differingClusters<Services>(
  surveyed: readonly SurveyedCluster<Services>[],
  survey: (
    facet: SurveyFacet<Services>,
    clusters: readonly Cluster[],
  ) => Promise<readonly string[]>,
): Promise<readonly SurveyedCluster<Services>[]> {
  const facets = new Set(surveyed.flatMap(({ driver }) => driver.survey ?? []));
  const differing = new Set<string>();
  for (const facet of facets) {
    const some = surveyed.filter(({ driver }) => driver.survey === facet);
    const clusters = some.map(({ cluster }) => cluster);
    for (const uuid of await survey(facet, clusters)) differing.add(uuid);
  }
  return surveyed.filter(({ cluster }) => differing.has(cluster.uuid));
}

/**
 * Wakes the operations of the clusters that differ, and looks at those without any.
 *
 * @param others - Clusters of the same project, whose credentials may serve where one is gone.
 */
export async function followUp<Services>(
  parts: EngineParts<Services>,
  differing: readonly SurveyedCluster<Services>[],
  others: readonly Cluster[],
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, wakeUp } = parts;
  const waiting: string[] = [];
  for (const one of differing) {
    const { cluster } = one;
    const [first] = await store.operations.openOf(cluster.uuid);
    if (!first) {
      // One whose operation ended since the list was made is as that look left it.
      const stored = await store.clusters.find(cluster.uuid);
      if (stored?.version === cluster.version) await lookAtIdle(parts, one, others, signal);
    } else if (waitsToLook(first, cluster)) waiting.push(cluster.uuid);
  }
  if (waiting.length === 0) return;
  await store.operations.hasten(waiting, clock.now());
  wakeUp.notify();
}

/** When the project's next turn is; null when it has no clusters any more. */
export async function nextTurn<Services>(
  parts: EngineParts<Services>,
  { clusters, changing }: ProjectTurn<Services>,
): Promise<Date | null> {
  if (clusters.length === 0) return null;
  const afterMs =
    changing.length === 0
      ? await idleMs(parts)
      : changingMs(parts, await youngestAgeMs(parts, changing));
  return later(parts.clock.now(), afterMs);
}

/** One that failed waits for its back-off, and one that asks for something waits for its turn. */
function waitsToLook(operation: Operation, cluster: Cluster): boolean {
  const { state, failures, kind, finishedSteps } = operation;
  const step = nextStep(kind, finishedSteps, hasNodeGroups(cluster));
  return (
    state === "queued" && failures === 0 && (step === "converge" || step === "node-groups-gone")
  );
}
