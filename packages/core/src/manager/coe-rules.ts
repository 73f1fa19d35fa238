import type { ServerType } from "../cluster/cluster-type.ts";

/** What a COE works with, whichever driver makes it. */
export interface CoeRules {
  readonly networkDrivers: readonly string[];
  readonly defaultNetworkDriver: string;
  readonly volumeDrivers: readonly string[];
  readonly serverTypes: readonly ServerType[];
}

/** @upstream magnum/api/validation.py `Validator` */
export const COE_RULES: Readonly<Record<string, CoeRules>> = {
  kubernetes: {
    networkDrivers: ["flannel", "calico"],
    defaultNetworkDriver: "flannel",
    volumeDrivers: ["cinder"],
    serverTypes: ["vm", "bm"],
  },
  swarm: {
    networkDrivers: ["docker", "flannel"],
    defaultNetworkDriver: "docker",
    volumeDrivers: ["rexray"],
    serverTypes: ["vm", "bm"],
  },
  "swarm-mode": {
    networkDrivers: ["docker", "flannel"],
    defaultNetworkDriver: "docker",
    volumeDrivers: ["rexray"],
    serverTypes: ["vm", "bm"],
  },
  mesos: {
    networkDrivers: ["docker"],
    defaultNetworkDriver: "docker",
    volumeDrivers: ["rexray"],
    serverTypes: ["vm", "bm"],
  },
};
