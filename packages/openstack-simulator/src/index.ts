export { type Simulator, type SimulatorCredentials, startSimulator } from "./simulator.ts";
export type { ProjectQuotas, SimulatorOptions } from "./simulator-options.ts";
export { type ClockOptions, SimulatorClock, type Timer } from "./clock.ts";
export {
  type CallFault,
  FaultBook,
  type FaultRule,
  type FaultService,
  type ResourceFault,
  type Suffering,
} from "./faults.ts";
export type { CloudCounts, Inspection, NamedState, ResourceState } from "./inspection.ts";
export type { ServedCall } from "./http/listener.ts";
export type { LatencyRange, LatencyTable } from "./latency.ts";
export {
  bootingGuest,
  failingGuest,
  type Guest,
  type GuestBehaviour,
  type GuestSignal,
  silentGuest,
} from "./guests/guests.ts";
export { readableUserData, type SignalTarget, signalTargets } from "./guests/user-data.ts";
export type { CatalogEntry, CatalogEndpoint, ExtraService } from "./keystone/catalog.ts";
export type { NetworkQuotaName } from "./neutron/network-quota.ts";
export { createRandom, type Random } from "./random.ts";
export { seededPublicKey } from "./seed.ts";
