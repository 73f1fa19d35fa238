import { messageOf } from "../errors/jeroboam-error.ts";
import type { Survey } from "../store/survey-rows.ts";
import { later } from "./clock.ts";
import { type EngineParts, STEP_TIMEOUT_MS } from "./engine-parts.ts";
import { isPutOff } from "./survey-pace.ts";
import { createSurveyRounds } from "./survey-round.ts";

/** Looks at all clusters, project by project, each turn taken by one process. */
export interface Surveys {
  /** Takes turns as they fall due, until the process stops. */
  keepTaking(): Promise<void>;
  /** Takes all that are due now, and answers how many there were. */
  takeDue(): Promise<number>;
}

/** Longer than a turn may take, so that nobody else begins it meanwhile. */
const LEASE_MS = 3 * STEP_TIMEOUT_MS;
/** Rounds at once in one process; a project that is slow does not keep the others waiting. */
const AT_ONCE = 4;
/** Projects that share one list of all projects. */
const MOST_SHARING = 100;
/** Somebody else may have asked for a turn. */
const LOOK_AGAIN_MS = 1000;

export function createSurveys<Services>(parts: EngineParts<Services>): Surveys {
  const { store, clock, log, stopping, observeEveryMs } = parts;
  const rounds = createSurveyRounds(parts);

  const take = async (): Promise<readonly Survey[]> => {
    const turns: Survey[] = [];
    const most = rounds.seesAllProjects() ? MOST_SHARING : 1;
    while (turns.length < most && !stopping.aborted && !(await isPutOff(parts))) {
      const now = clock.now();
      const turn = await store.surveys.claim({ now, leaseUntil: later(now, LEASE_MS) });
      if (!turn) break;
      turns.push(turn);
    }
    return turns;
  };
  const look = (turns: readonly Survey[]): Promise<void> =>
    rounds.look(turns).catch((error: unknown) => {
      log.error(
        { message: messageOf(error) },
        "a look at clusters crashed; its lease will run out",
      );
    });

  return {
    async keepTaking() {
      const running = new Set<Promise<void>>();
      while (!stopping.aborted) {
        try {
          const turns = running.size < AT_ONCE ? await take() : [];
          if (turns.length > 0) {
            const run = look(turns).finally(() => running.delete(run));
            running.add(run);
            continue;
          }
        } catch (error) {
          log.error({ message: messageOf(error) }, "no turn could be taken; trying again");
        }
        await clock.sleep(Math.min(LOOK_AGAIN_MS, observeEveryMs.most), stopping);
      }
      await Promise.all(running);
    },
    async takeDue() {
      // No more than there are, so that a turn that is due again at once ends this too.
      const most = await store.surveys.count();
      let taken = 0;
      while (taken < most) {
        const turns = await take();
        if (turns.length === 0) break;
        await look(turns);
        taken += turns.length;
      }
      return taken;
    },
  };
}
