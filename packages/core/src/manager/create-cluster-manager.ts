import type { CertificateAuthority } from "../certificates/certificate-port.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import type { Clock } from "../engine/clock.ts";
import type { Logger } from "../engine/logger.ts";
import type { Store } from "../store/store.ts";
import type { ClusterManager } from "./cluster-manager.ts";

export interface ClusterManagerOptions<Services> {
  readonly drivers: readonly ClusterDriver<Services>[];
  readonly cloud: Cloud<Services>;
  /** Default: in memory, gone with the process. */
  readonly store?: Store;
  /** Default: in memory, gone with the process. */
  readonly certificates?: CertificateAuthority;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** How often a changing cluster is looked at: first, and at most. Default 1000 and 10 000. */
  readonly observeEveryMs?: { readonly first: number; readonly most: number };
  /** Run operations in this process. Default true. */
  readonly runOperations?: boolean;
}

export function createClusterManager<Services>(
  options: ClusterManagerOptions<Services>,
): ClusterManager {
  throw new Error(`not written yet: ${options.drivers.length}`);
}
