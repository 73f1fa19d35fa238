import { type ClusterEvent, deepFreeze, type EventRows } from "@jeroboam/core";
import type { Tables } from "../schema.ts";
import { takeNumbers } from "./counters.ts";
import type { RowScope } from "./row-scope.ts";

const DEFAULT_LIMIT = 1000;
/** Rows of one statement; each takes eight parameters. */
const MAX_ROWS = 200;

export function eventRows({ db, events }: RowScope): EventRows {
  return {
    async append(event) {
      events?.push(event);
    },
    async after(sequence, { clusterUuid, projectId, limit }) {
      let query = db
        .selectFrom("events")
        .selectAll()
        .where("sequence", ">", sequence)
        .orderBy("sequence")
        .limit(limit ?? DEFAULT_LIMIT);
      if (clusterUuid !== undefined) query = query.where("clusterUuid", "=", clusterUuid);
      if (projectId !== undefined) query = query.where("projectId", "=", projectId);
      return (await query.execute()).map(decode);
    },
    async removeBefore({ before, limit }) {
      const first = await db
        .selectFrom("events")
        .select(["sequence", "at"])
        .orderBy("sequence")
        .limit(limit + 1)
        .execute();
      // One more than may go was read, so that the latest never does.
      const young = first.slice(0, -1).findIndex(({ at }) => at >= before.getTime());
      const old = first.slice(0, young < 0 ? -1 : young);
      const last = old.at(-1);
      if (last) await db.deleteFrom("events").where("sequence", "<=", last.sequence).execute();
      return old.length;
    },
    async latest() {
      const last = await db
        .selectFrom("events")
        .select("sequence")
        .orderBy("sequence", "desc")
        .limit(1)
        .executeTakeFirst();
      return last?.sequence ?? 0;
    },
  };
}

/**
 * Writes a transaction's events. It comes last before the commit: from the numbers on, other
 * transactions with events wait, so that numbers grow in the order of commits.
 */
export async function writeEvents(scope: RowScope): Promise<void> {
  const events = scope.events ?? [];
  if (events.length === 0) return;
  const first = await takeNumbers(scope, "event", events.length);
  const rows = events.map((event, index) => encode({ ...event, sequence: first + index }));
  for (let start = 0; start < rows.length; start += MAX_ROWS)
    await scope.db
      .insertInto("events")
      .values(rows.slice(start, start + MAX_ROWS))
      .execute();
}

function encode(event: ClusterEvent): Tables["events"] {
  const { sequence, type, at, clusterUuid, clusterName, projectId, operationId, ...detail } = event;
  return {
    sequence,
    type,
    at: at.getTime(),
    clusterUuid,
    clusterName,
    projectId,
    operationId,
    detail: JSON.stringify(detail),
  };
}

function decode({ detail, at, ...subject }: Tables["events"]): ClusterEvent {
  // `encode` wrote it.
  const event = { ...subject, at: new Date(at), ...JSON.parse(detail) } as ClusterEvent;
  return deepFreeze(event);
}
