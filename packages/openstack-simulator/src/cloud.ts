import type { Barbican } from "./barbican/barbican.ts";
import type { Cinder } from "./cinder/cinder.ts";
import type { SimulatorClock } from "./clock.ts";
import type { FaultBook } from "./faults.ts";
import type { Glance } from "./glance/glance.ts";
import type { Keystone } from "./keystone/keystone.ts";
import type { DrawLatency } from "./latency.ts";
import type { Neutron } from "./neutron/neutron.ts";
import type { Nova } from "./nova/nova.ts";
import type { Octavia } from "./octavia/octavia.ts";
import type { Random } from "./random.ts";

/** All services but Heat, which stands on them, and what they share. */
export interface Cloud {
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly faults: FaultBook;
  readonly latency: DrawLatency;
  readonly keystone: Keystone;
  readonly glance: Glance;
  readonly nova: Nova;
  readonly neutron: Neutron;
  readonly cinder: Cinder;
  readonly octavia: Octavia;
  readonly barbican: Barbican;
  readonly region: string;
  /** Scheme, host and port under which clients find the services. */
  origin(): string;
}
