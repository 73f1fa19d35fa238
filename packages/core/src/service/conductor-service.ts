/**
 * A process that runs operations, as its heartbeats tell.
 *
 * @upstream magnum/objects/magnum_service.py `MagnumService`
 */
export interface ConductorService {
  /** Numbered by the store. */
  readonly id: number;
  readonly host: string;
  readonly binary: string;
  /** Heartbeats so far. */
  readonly reportCount: number;
  readonly disabled: boolean;
  readonly disabledReason: string | null;
  readonly lastSeenUp: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
}

/** Without a heartbeat for this long a service counts as down, unless the operator says otherwise. */
export const DEFAULT_SERVICE_DOWN_MS = 180_000;
/** A running conductor says so this often. */
export const HEARTBEAT_MS = 60_000;

/** @upstream magnum/servicegroup/magnum_service_periodic.py */
export function isUp(service: ConductorService, now: Date, downMs: number): boolean {
  return Math.abs(now.getTime() - service.lastSeenUp.getTime()) <= downMs;
}
