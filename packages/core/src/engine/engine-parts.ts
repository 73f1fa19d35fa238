import type { CertificateAuthority } from "../certificates/certificate-port.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { DriverRegistry } from "../driver/registry.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { Logger } from "./logger.ts";
import type { WakeUp } from "./wake-up.ts";

/** What the engine is composed of. */
export interface EngineParts<Services> {
  readonly store: Store;
  readonly drivers: DriverRegistry<Services>;
  readonly cloud: Cloud<Services>;
  readonly certificates: CertificateAuthority;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wakeUp: WakeUp;
  /** Names this process in leases. */
  readonly owner: string;
  readonly observeEveryMs: { readonly first: number; readonly most: number };
  /** Aborted when this process stops: steps end at once and hand their claims back. */
  readonly stopping: AbortSignal;
}

/**
 * How long a claim lasts; each finished step renews it. A step that takes longer than its time is
 * given up before the lease ends, so that two conductors never work at once.
 */
export const LEASE_MS = 60_000;
export const STEP_TIMEOUT_MS = 50_000;
