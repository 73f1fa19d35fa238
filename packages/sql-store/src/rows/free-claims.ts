import type { RowScope } from "./row-scope.ts";

/** Long ago: whatever the clock that leases are measured by says, it is past. */
const LONG_AGO = 0;

/** Ends the leases of all operations, turns and outbox rows. Their next owner is told apart by attempt and version. */
export async function freeClaims({ db }: RowScope): Promise<void> {
  await db
    .updateTable("operations")
    .set({ leaseUntil: LONG_AGO, dueAt: LONG_AGO })
    .where("unfinishedOf", "is not", null)
    .where("leaseOwner", "is not", null)
    .execute();
  await db
    .updateTable("surveys")
    .set({ leaseUntil: null, dueAt: LONG_AGO, claimableAt: LONG_AGO })
    .where("leaseUntil", "is not", null)
    .execute();
  await db.updateTable("outbox").set({ takenUntil: LONG_AGO }).execute();
}
