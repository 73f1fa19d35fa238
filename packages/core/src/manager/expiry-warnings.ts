import { dueWarning } from "../certificates/authority-expiry.ts";
import type { StoredAuthority } from "../certificates/stored-authority.ts";
import type { EngineParts } from "../engine/engine-parts.ts";
import { messageOf } from "../errors/jeroboam-error.ts";
import { subjectOf } from "../events/status-events.ts";
import { isStoreConflict } from "../store/store-conflict.ts";

type Parts = Pick<EngineParts<unknown>, "clock" | "log" | "stopping" | "store">;

const EVERY_MS = 3_600_000;
const PAGE = 100;

/** Tells of authorities that end soon: at once, and then every hour until the process stops. */
export async function keepWarningOfExpiry(parts: Parts): Promise<void> {
  const { clock, log, stopping } = parts;
  while (!stopping.aborted) {
    try {
      await warnOfExpiry(parts);
    } catch (error) {
      log.error({ message: messageOf(error) }, "it could not be seen which authorities end soon");
    }
    await clock.sleep(EVERY_MS, stopping);
  }
}

/**
 * Appends an event to the history of each cluster of which an authority ends in 90, 30 or 7 days, once
 * each: the row's version lets one of several processes tell it.
 */
export async function warnOfExpiry(parts: Parts): Promise<void> {
  const { store, clock, stopping } = parts;
  for (;;) {
    const page = await store.authorities.toWarnOf({ now: clock.now(), limit: PAGE });
    let told = 0;
    for (const authority of page) if (await warn(parts, authority)) told += 1;
    // Those that another process has just told of come no more.
    if (told < PAGE || stopping.aborted) return;
  }
}

async function warn({ store, clock, log }: Parts, authority: StoredAuthority): Promise<boolean> {
  const { clusterUuid, kind, endsAt } = authority;
  if (endsAt === null || kind === "service-account") return false;
  const now = clock.now();
  const { days, next } = dueWarning(endsAt, now);
  try {
    const name = await store.transaction(async (rows) => {
      await rows.authorities.replace({ ...authority, warnAt: next });
      const cluster = await rows.clusters.find(clusterUuid);
      if (!cluster || days === undefined) return undefined;
      await rows.events.append({
        type: "certificate.expiring",
        ...subjectOf(cluster, null, now),
        authority: kind,
        days,
        endsAt: endsAt.toISOString(),
      });
      return cluster.name;
    });
    if (name !== undefined)
      log.warn(
        { cluster: clusterUuid, name, authority: kind, endsAt: endsAt.toISOString() },
        `a certificate authority ends within ${days} days; rotate it`,
      );
    return true;
  } catch (error) {
    if (isStoreConflict(error)) return false;
    throw error;
  }
}
