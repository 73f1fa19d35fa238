import type { CertificateAuthority } from "../certificates/certificate-port.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { OperatorSettings } from "../driver/operator-settings.ts";
import type { DriverRegistry } from "../driver/registry.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { Logger } from "./logger.ts";
import type { LookMeter } from "./look-meter.ts";
import type { WakeUp } from "./wake-up.ts";

/** What the engine is composed of. */
export interface EngineParts<Services> {
  readonly store: Store;
  readonly drivers: DriverRegistry<Services>;
  readonly cloud: Cloud<Services>;
  readonly certificates: CertificateAuthority;
  readonly operator: OperatorSettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wakeUp: WakeUp;
  /** Names this process in leases. */
  readonly owner: string;
  /** How long a claim lasts without being renewed. */
  readonly leaseMs: number;
  readonly observeEveryMs: { readonly first: number; readonly most: number };
  /** How often the clusters of a project are looked at while nothing changes. */
  readonly surveyIdleMs: number;
  /** Surveys are put off while they cost this process as many calls in the last minute. */
  readonly observeCallsPerMinute: number;
  /** Surveys, and the full looks at idle clusters that follow from them. */
  readonly surveyLooks: LookMeter;
  /** Full looks of operations. */
  readonly operationLooks: LookMeter;
  /** Aborted when this process stops: steps end at once and hand their claims back. */
  readonly stopping: AbortSignal;
}

/** Long enough for a renewal to be late, short enough that nobody waits long for what a dead process held. */
export const DEFAULT_LEASE_MS = 30_000;
/** A claim is renewed this many times in its length while a step runs. */
export const RENEWALS_PER_LEASE = 3;
export const DEFAULT_SURVEY_IDLE_MS = 300_000;
export const DEFAULT_OBSERVE_CALLS_PER_MINUTE = 240;
/** A cloud that answers no sooner is asked again later. */
export const STEP_TIMEOUT_MS = 50_000;
