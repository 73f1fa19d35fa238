import { X509Certificate } from "node:crypto";
import type { StoredAuthority } from "./stored-authority.ts";

/** Days before an authority's end on which that is told. */
export const WARNING_DAYS = [90, 30, 7] as const;
export type WarningDays = (typeof WARNING_DAYS)[number];

const DAY_MS = 24 * 60 * 60 * 1000;

type Expiry = Pick<StoredAuthority, "endsAt" | "warnAt">;
export const NO_EXPIRY: Expiry = { endsAt: null, warnAt: null };

/** When a certificate ends, and when that is told first. */
export function expiryOf(certificatePem: string): Expiry {
  const endsAt = new Date(new X509Certificate(certificatePem).validTo);
  return { endsAt, warnAt: daysBefore(endsAt, WARNING_DAYS[0]) };
}

/**
 * The warning that is due for an authority, and when the next one is; what was missed is not told
 * later.
 */
export function dueWarning(
  endsAt: Date,
  now: Date,
): { readonly days: WarningDays | undefined; readonly next: Date | null } {
  const due = WARNING_DAYS.filter((days) => daysBefore(endsAt, days) <= now);
  const later = WARNING_DAYS.find((days) => daysBefore(endsAt, days) > now);
  return { days: due.at(-1), next: later === undefined ? null : daysBefore(endsAt, later) };
}

function daysBefore(date: Date, days: number): Date {
  return new Date(date.getTime() - days * DAY_MS);
}
