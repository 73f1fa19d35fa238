import { setImmediate as nextTurn } from "node:timers/promises";
import { CompiledQuery, type DatabaseConnection } from "kysely";
import type { Attempt, TransactionParts } from "./attempt.ts";
import { type GroupEnd, GroupMember } from "./group-member.ts";

/** Nothing else happens in the process until they have run. */
const MOST_MEMBERS = 64;

type Member = Pick<GroupMember, "run" | "settle">;

/**
 * Attempts that wait at the same time and share one commit, so that the disk is waited for once.
 *
 * They run one after the other in the order in which they came, each behind a savepoint of its own:
 * one that fails takes nothing with it. Nobody hears how theirs ended before the commit.
 *
 * @param inTurn - runs groups, and whatever else needs the connection, one after the other
 */
export function commitGroups(
  parts: TransactionParts,
  inTurn: (work: () => Promise<void>) => Promise<void>,
): Attempt {
  let open: Member[] = [];
  const openGroup = (): Member[] => {
    const members: Member[] = [];
    void inTurn(async () => {
      // Whoever is told of something in the same turn of the event loop comes along.
      await nextTurn();
      if (open === members) open = [];
      const end = await runGroup(parts, members);
      for (const member of members) member.settle(end);
    });
    return members;
  };
  return (work) =>
    new Promise((resolve, reject) => {
      if (open.length === 0 || open.length === MOST_MEMBERS) open = openGroup();
      open.push(new GroupMember(parts, { work, resolve, reject }));
    });
}

async function runGroup(
  { writer, begin }: TransactionParts,
  members: readonly Member[],
): Promise<GroupEnd> {
  let connection: DatabaseConnection;
  try {
    connection = await writer.acquireConnection();
  } catch (cause) {
    return { at: "begin", cause };
  }
  let at: "begin" | "member" | "commit" = "begin";
  try {
    await connection.executeQuery(CompiledQuery.raw(begin));
    at = "member";
    for (const member of members) await member.run(connection);
    at = "commit";
    await connection.executeQuery(CompiledQuery.raw("commit"));
    return { at: "end" };
  } catch (cause) {
    // The database may have ended the transaction already.
    await writer.rollbackTransaction(connection).catch(() => undefined);
    return { at, cause };
  } finally {
    await writer.releaseConnection(connection);
  }
}
