import { deepFreeze, type Survey, type SurveyRows } from "@jeroboam/core";
import { sql } from "kysely";
import { surveyCodec } from "../row-codecs.ts";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

/** So many turns are tried, to have another one when somebody else takes the first. */
const CANDIDATES = 8;

export function surveyRows(scope: RowScope): SurveyRows {
  const { db } = scope;

  /** Lowers the due time of a turn that is there. */
  async function lower(projectId: string, at: number): Promise<void> {
    await db
      .updateTable("surveys")
      .set((eb) => ({
        dueAt: at,
        claimableAt: eb
          .case()
          .when("leaseUntil", ">", at)
          .then(eb.ref("leaseUntil").$notNull())
          .else(at)
          .end(),
      }))
      .where("projectId", "=", projectId)
      .where("dueAt", ">", at)
      .execute();
  }

  const isThere = async (projectId: string) =>
    (await db
      .selectFrom("surveys")
      .select("version")
      .where("projectId", "=", projectId)
      .executeTakeFirst()) !== undefined;

  async function take(survey: Survey, now: Date, leaseUntil: Date): Promise<Survey | undefined> {
    const claimed = { ...survey, version: survey.version + 1, dueAt: leaseUntil, leaseUntil };
    const { numUpdatedRows } = await db
      .updateTable("surveys")
      .set({ ...surveyCodec.encode(claimed), claimableAt: leaseUntil.getTime() })
      .where("projectId", "=", survey.projectId)
      .where("version", "=", survey.version)
      .where("claimableAt", "<=", now.getTime())
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n ? deepFreeze(claimed) : undefined;
  }

  return {
    async due(projectId, at) {
      const dueAt = at.getTime();
      if (!(await isThere(projectId))) {
        const first = { projectId, version: 1, dueAt, leaseUntil: null, claimableAt: dueAt };
        if (await insertOnce(scope, "surveys", first)) return;
      }
      await lower(projectId, dueAt);
    },
    async claim({ now, leaseUntil }) {
      const found = await db
        .selectFrom("surveys")
        .selectAll()
        .where("claimableAt", "<=", now.getTime())
        .orderBy("claimableAt")
        .orderBy("projectId")
        .limit(CANDIDATES)
        .execute();
      for (const stored of found) {
        const claimed = await take(surveyCodec.decode(stored), now, leaseUntil);
        if (claimed) return claimed;
      }
      return undefined;
    },
    async settle({ projectId, version, dueAt: claimedUntil }, nextAt) {
      const unasked = claimedUntil.getTime();
      if (nextAt === null) {
        const { numDeletedRows } = await db
          .deleteFrom("surveys")
          .where("projectId", "=", projectId)
          .where("version", "=", version)
          .where("dueAt", ">=", unasked)
          .executeTakeFirstOrThrow();
        if (numDeletedRows === 1n) return;
      }
      const next = (nextAt ?? claimedUntil).getTime();
      const earlier = sql<number>`case when ${sql.ref("dueAt")} < ${Math.min(unasked, next)} then ${sql.ref("dueAt")} else ${next} end`;
      await db
        .updateTable("surveys")
        // In this order: MySQL reads a column that was set before as it is set.
        .set({ claimableAt: earlier, dueAt: earlier, leaseUntil: null })
        .where("projectId", "=", projectId)
        .where("version", "=", version)
        .execute();
    },
    async nextDue() {
      const first = await db
        .selectFrom("surveys")
        .select("claimableAt")
        .orderBy("claimableAt")
        .limit(1)
        .executeTakeFirst();
      return first && new Date(first.claimableAt);
    },
    async count() {
      const { count } = await db
        .selectFrom("surveys")
        .select((eb) => eb.fn.countAll().as("count"))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}
