import {
  claimedBy,
  deepFreeze,
  dueAt,
  isTerminal,
  type Operation,
  type OperationClaim,
  type OperationRows,
  storeConflict,
} from "@jeroboam/core";
import type { Tables } from "../schema.ts";
import type { Insertable } from "kysely";
import { operationCodec } from "../row-codecs.ts";
import { insertRow } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

/** So many that are due are looked at, to have another one when somebody else takes the first. */
const CANDIDATES = 8;
const MAX_IDS = 500;

export function operationRows(scope: RowScope): OperationRows {
  const { db } = scope;

  /** Unfinished ones that no other unfinished one of the same cluster stands before. */
  const firsts = () =>
    db
      .selectFrom("operations")
      .where("operations.dueAt", "is not", null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("operations as earlier")
              .select("earlier.sequence")
              .whereRef("earlier.unfinishedOf", "=", "operations.unfinishedOf")
              .whereRef("earlier.sequence", "<", "operations.sequence"),
          ),
        ),
      );

  async function compareAndSwap(
    operation: Operation,
    dueBefore?: number,
  ): Promise<Operation | undefined> {
    const next = deepFreeze({ ...operation, version: operation.version + 1 });
    let update = db
      .updateTable("operations")
      .set(encode(next))
      .where("uuid", "=", operation.uuid)
      .where("version", "=", operation.version);
    if (dueBefore !== undefined) update = update.where("dueAt", "<=", dueBefore);
    const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
    return numUpdatedRows === 1n ? next : undefined;
  }

  async function candidates({ now, uuid }: OperationClaim): Promise<readonly Operation[]> {
    let query = firsts()
      .selectAll("operations")
      .where("operations.dueAt", "<=", now.getTime())
      .orderBy("operations.dueAt")
      .orderBy("operations.sequence")
      .limit(CANDIDATES);
    if (uuid !== undefined) query = query.where("operations.uuid", "=", uuid);
    return (await query.execute()).map((stored) => operationCodec.decode(stored));
  }

  return {
    async find(uuid) {
      const stored = await db
        .selectFrom("operations")
        .selectAll()
        .where("uuid", "=", uuid)
        .executeTakeFirst();
      return stored && operationCodec.decode(stored);
    },
    async ofCluster(clusterUuid) {
      const found = await db
        .selectFrom("operations")
        .selectAll()
        .where("clusterUuid", "=", clusterUuid)
        .orderBy("sequence")
        .execute();
      return found.map((stored) => operationCodec.decode(stored));
    },
    async openOf(clusterUuid) {
      const found = await db
        .selectFrom("operations")
        .selectAll()
        .where("unfinishedOf", "=", clusterUuid)
        .orderBy("sequence")
        .execute();
      return found.map((stored) => operationCodec.decode(stored));
    },
    async insert(operation) {
      const { sequence: _, ...values } = encode({ ...operation, sequence: 0 });
      const sequence = await insertRow(scope, "operations", values, "sequence");
      if (sequence === undefined) throw storeConflict("operation", operation.uuid);
      return deepFreeze({ ...operation, sequence });
    },
    async replace(operation) {
      const next = await compareAndSwap(operation);
      if (!next) throw storeConflict("operation", operation.uuid);
      return next;
    },
    async claim(by) {
      const [first, ...others] = await candidates(by);
      if (!first) return undefined;
      // Whoever comes too late for the first goes on with any other, so that not all try the same again.
      for (const operation of [first, ...shuffled(others)]) {
        const claimed = await compareAndSwap(claimedBy(operation, by), by.now.getTime());
        if (claimed) return claimed;
      }
      return undefined;
    },
    async renew({ uuid, leaseOwner, attempt }, leaseUntil) {
      const { numUpdatedRows } = await db
        .updateTable("operations")
        .set({ leaseUntil: leaseUntil.getTime(), dueAt: leaseUntil.getTime() })
        .where("uuid", "=", uuid)
        .where("state", "=", "running")
        .where("leaseOwner", leaseOwner === null ? "is" : "=", leaseOwner)
        .where("attempt", "=", attempt)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
    async hasten(clusterUuids, now) {
      for (let start = 0; start < clusterUuids.length; start += MAX_IDS) {
        const waiting = await firsts()
          .selectAll("operations")
          .where("operations.unfinishedOf", "in", clusterUuids.slice(start, start + MAX_IDS))
          .where("operations.state", "=", "queued")
          .where("operations.notBefore", ">", now.getTime())
          .execute();
        for (const stored of waiting)
          await compareAndSwap({ ...operationCodec.decode(stored), notBefore: now });
      }
    },
    async history({ finishedBefore, after, limit }) {
      const found = await db
        .selectFrom("operations")
        .selectAll("operations")
        .where("operations.sequence", ">", after)
        .where("operations.finishedAt", "<", finishedBefore.getTime())
        .where((eb) =>
          eb.or([
            eb.exists(
              eb
                .selectFrom("operations as later")
                .select("later.sequence")
                .whereRef("later.clusterUuid", "=", "operations.clusterUuid")
                .whereRef("later.sequence", ">", "operations.sequence"),
            ),
            eb.not(
              eb.exists(
                eb
                  .selectFrom("clusters")
                  .select("clusters.uuid")
                  .whereRef("clusters.uuid", "=", "operations.clusterUuid"),
              ),
            ),
          ]),
        )
        .orderBy("operations.sequence")
        .limit(limit)
        .execute();
      return found.map((stored) => operationCodec.decode(stored));
    },
    async forget(uuids) {
      for (let start = 0; start < uuids.length; start += MAX_IDS)
        await db
          .deleteFrom("operations")
          .where("uuid", "in", uuids.slice(start, start + MAX_IDS))
          .where("unfinishedOf", "is", null)
          .execute();
    },
    async leadsTo(clusterTemplateUuid) {
      const found = await db
        .selectFrom("operations")
        .select("uuid")
        .where("targetTemplate", "=", clusterTemplateUuid)
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },
    async nextDue() {
      const next = await firsts()
        .select("operations.dueAt")
        .orderBy("operations.dueAt")
        .limit(1)
        .executeTakeFirst();
      return next?.dueAt == null ? undefined : new Date(next.dueAt);
    },
  };
}

function encode(operation: Operation): Insertable<Tables["operations"]> {
  const unfinished = !isTerminal(operation);
  return {
    ...operationCodec.encode(operation),
    dueAt: unfinished ? dueAt(operation).getTime() : null,
    unfinishedOf: unfinished ? operation.clusterUuid : null,
    targetTemplate: unfinished ? operation.input.targetTemplate : null,
  };
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
