import type { ServerType } from "../cluster/cluster-type.ts";

/** What a COE works with, whichever driver makes it. */
export interface CoeRules {
  readonly networkDrivers: readonly string[];
  readonly defaultNetworkDriver: string;
  readonly volumeDrivers: readonly string[];
  readonly serverTypes: readonly ServerType[];
}

const SWARM: CoeRules = {
  networkDrivers: ["docker", "flannel"],
  defaultNetworkDriver: "docker",
  volumeDrivers: ["rexray"],
  serverTypes: ["vm", "bm"],
};
const MESOS: CoeRules = {
  networkDrivers: ["docker"],
  defaultNetworkDriver: "docker",
  volumeDrivers: ["rexray"],
  serverTypes: ["vm", "bm"],
};

/**
 * @upstream magnum/api/validation.py `Validator`
 * @differs dcos is there with the rules of mesos, on which it runs: upstream keeps its validator among
 * the contributed drivers, where it takes effect only when an operator copies it
 */
export const COE_RULES: Readonly<Record<string, CoeRules>> = {
  kubernetes: {
    networkDrivers: ["flannel", "calico", "cilium"],
    defaultNetworkDriver: "flannel",
    volumeDrivers: ["cinder"],
    serverTypes: ["vm", "bm"],
  },
  swarm: SWARM,
  "swarm-mode": SWARM,
  mesos: MESOS,
  dcos: MESOS,
};
