import type { ClockOptions } from "./clock.ts";
import type { FaultRule } from "./faults.ts";
import type { GuestBehaviour } from "./guests/guests.ts";
import type { ServedCall } from "./http/listener.ts";
import type { ExtraService } from "./keystone/catalog.ts";
import type { LatencyTable } from "./latency.ts";
import type { NetworkQuotaName } from "./neutron/network-quota.ts";

/** Limits of a project; what is absent stays unlimited. */
export interface ProjectQuotas {
  readonly compute?: Readonly<Record<string, number>>;
  readonly network?: Readonly<Partial<Record<NetworkQuotaName, number>>>;
  /** `volumes` and `gigabytes`. */
  readonly volume?: Readonly<Record<string, number>>;
  /** Root stacks. */
  readonly stacks?: number;
}

/** How the simulated cloud is to be; everything has a default. */
export interface SimulatorOptions {
  /** Everything random follows from it: ids, latencies, generated texts. Default `openstack`. */
  readonly seed?: string;
  /** Default: scaled, 20 simulated milliseconds in one real millisecond. */
  readonly clock?: ClockOptions;
  /** Entries of the latency table to change, in simulated milliseconds. */
  readonly latency?: Partial<LatencyTable>;
  /** Limits by project name. */
  readonly quotas?: Readonly<Record<string, ProjectQuotas>>;
  readonly faults?: readonly FaultRule[];
  /** Default: the guest that boots and signals success. `silentGuest` switches guests off. */
  readonly guests?: GuestBehaviour;
  /** Heat's policy `stacks:global_index` is open to the role `admin`. Default false, as in Heat. */
  readonly globalStackIndex?: boolean;
  /** Port on 127.0.0.1; default any free one. */
  readonly port?: number;
  /** The password of every seeded user. Default `labpass`. */
  readonly password?: string;
  /** Default `RegionOne`. */
  readonly region?: string;
  /** Default 3600. */
  readonly tokenLifetimeSeconds?: number;
  /** Other programs to put into the catalog. */
  readonly services?: readonly ExtraService[];
  /** Told of each call over HTTP that was served, before it is answered. */
  readonly onServed?: (call: ServedCall) => void;
}
