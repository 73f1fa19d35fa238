/** A date as Magnum writes it: UTC, whole seconds, with offset. */
export function timestamp(date: Date): string;
export function timestamp(date: Date | null): string | null;
export function timestamp(date: Date | null): string | null {
  return date && `${date.toISOString().slice(0, 19)}+00:00`;
}
