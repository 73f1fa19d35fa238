import { isRetryable, messageOf } from "../errors/jeroboam-error.ts";
import type { Survey } from "../store/survey-rows.ts";
import { later } from "./clock.ts";
import { type EngineParts, STEP_TIMEOUT_MS } from "./engine-parts.ts";
import { givenUp } from "./given-up.ts";
import { afterFailureMs, idleMs, nextSharedTurn } from "./survey-pace.ts";
import {
  differingClusters,
  followUp,
  nextTurn,
  openTurn,
  type ProjectTurn,
  surveyProject,
  surveyCalls,
} from "./survey-turn.ts";

/** Looks at the projects of claimed turns, and remembers how that went. */
export interface SurveyRounds {
  /** Whether one list shows all projects, so that several turns can share it. */
  seesAllProjects(): boolean;
  /** Looks at these projects and settles their turns. */
  look(turns: readonly Survey[]): Promise<void>;
}

export function createSurveyRounds<Services>(parts: EngineParts<Services>): SurveyRounds {
  const { store, cloud, clock, log, stopping, surveyLooks } = parts;
  /** Whose credential was good for a project the last time. */
  const preferred = new Map<string, string | undefined>();
  /** What was last said of a project that could not be seen. */
  const complaints = new Map<string, string>();
  let seesAllProjects = cloud.connectForAllProjects !== undefined;

  const within = <Answer>(work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    const signal = AbortSignal.any([AbortSignal.timeout(STEP_TIMEOUT_MS), stopping]);
    return Promise.race([work(signal), givenUp(signal)]);
  };

  const complain = (projectId: string, error: unknown) => {
    const reason = messageOf(error);
    if (stopping.aborted || complaints.get(projectId) === reason) return;
    complaints.set(projectId, reason);
    log.warn({ project: projectId, reason }, "the project's clusters cannot be looked at");
  };

  const lookAtProject = async (project: ProjectTurn<Services>): Promise<void> => {
    const { turn, changing, clusters } = project;
    const { projectId } = turn;
    try {
      const last = preferred.get(projectId);
      const good = await within((signal) => surveyProject(parts, project, last, signal));
      preferred.set(projectId, good);
      if (complaints.delete(projectId))
        log.info({ project: projectId }, "the project's clusters can be looked at again");
      await store.surveys.settle(turn, await nextTurn(parts, project));
    } catch (error) {
      complain(projectId, error);
      const afterMs = changing.length > 0 ? afterFailureMs(parts) : await idleMs(parts);
      await store.surveys.settle(turn, later(clock.now(), stopping.aborted ? 0 : afterMs));
    }
    if (clusters.length === 0) preferred.delete(projectId);
  };

  const lookAtAll = async (projects: readonly ProjectTurn<Services>[]): Promise<void> => {
    let next = nextSharedTurn(parts);
    try {
      await within(async (signal) => {
        const connection = await cloud.connectForAllProjects?.();
        if (!connection) return;
        const { services } = connection;
        const surveyed = projects.flatMap((project) => project.surveyed);
        surveyLooks.count(surveyCalls(surveyed.length));
        const differing = await differingClusters(surveyed, (facet, clusters) =>
          facet.surveyClusters({ services, log, signal }, { clusters, allProjects: true }),
        );
        for (const { turn, clusters } of projects) {
          const these = differing.filter(({ cluster }) => cluster.projectId === turn.projectId);
          await followUp(parts, these, clusters, signal);
        }
      });
    } catch (error) {
      const reason = messageOf(error);
      if (isRetryable(error)) {
        log.warn({ reason }, "all projects cannot be seen at once for now");
        next = later(clock.now(), stopping.aborted ? 0 : afterFailureMs(parts));
      } else {
        log.warn({ reason }, "all projects cannot be seen at once; going on project by project");
        seesAllProjects = false;
        // Their turns come again at once, one by one.
        next = clock.now();
      }
    }
    for (const { turn, clusters } of projects)
      await store.surveys.settle(turn, clusters.length === 0 ? null : next);
  };

  return {
    seesAllProjects: () => seesAllProjects,
    async look(turns) {
      const projects: ProjectTurn<Services>[] = [];
      for (const turn of turns) projects.push(await openTurn(parts, turn));
      const idle = projects.filter(({ changing }) => changing.length === 0);
      const sharing = seesAllProjects ? idle : [];
      if (sharing.length > 0) await lookAtAll(sharing);
      const alone = projects.filter((project) => !sharing.includes(project));
      await Promise.all(alone.map(lookAtProject));
    },
  };
}
