import { type EngineParts, RENEWALS_PER_LEASE } from "./engine-parts.ts";
import type { Operation } from "../operation/operation.ts";

/** The end of a claim that begins or is renewed now. */
export function leaseFrom({ clock, leaseMs }: Pick<EngineParts<never>, "clock" | "leaseMs">): Date {
  return new Date(clock.now().getTime() + leaseMs);
}

/**
 * Renews a claim on a timer until `ended` aborts. Calls `lost` when somebody else has it, or when the
 * store did not answer until it ran out.
 */
export async function keepClaim(
  parts: Pick<EngineParts<never>, "clock" | "leaseMs" | "store">,
  claimed: Pick<Operation, "uuid" | "leaseOwner" | "attempt">,
  ended: AbortSignal,
  lost: () => void,
): Promise<void> {
  const { clock, store, leaseMs } = parts;
  let leaseUntil = leaseFrom(parts);
  while (!ended.aborted) {
    await clock.sleep(leaseMs / RENEWALS_PER_LEASE, ended);
    if (ended.aborted) return;
    const next = leaseFrom(parts);
    const renewed = await untilTime(parts, leaseUntil, ended, () =>
      store.operations.renew(claimed, next),
    );
    if (ended.aborted) return;
    if (renewed) leaseUntil = next;
    else if (renewed === false || clock.now() >= leaseUntil) return lost();
  }
}

/** What the work answers; undefined when it fails, or does not answer by then. */
async function untilTime<Answer>(
  { clock }: Pick<EngineParts<never>, "clock">,
  time: Date,
  ended: AbortSignal,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const answered = new AbortController();
  const waiting = AbortSignal.any([ended, answered.signal]);
  const leftMs = Math.max(0, time.getTime() - clock.now().getTime());
  const late = clock.sleep(leftMs, waiting).then(() => undefined);
  const answer = await Promise.race([work().catch(() => undefined), late]);
  answered.abort();
  return answer;
}
