/** What the operator decides about every project's clusters. */
export interface OperatorRules {
  /** How many clusters a project without a quota of its own may have. Default 20. */
  readonly maxClustersPerProject: number;
  /** Network drivers that templates may choose, by COE; a COE that is left out may use all it supports. Default: flannel and calico for kubernetes. */
  readonly allowedNetworkDrivers: Readonly<Record<string, readonly string[] | "all">>;
  /** What a template without a network driver gets, by COE; else the COE's own default. */
  readonly defaultNetworkDrivers: Readonly<Record<string, string>>;
  /** Size of the boot volume where the label `boot_volume_size` says nothing; 0 boots from the flavor's disk. Default 0. */
  readonly defaultBootVolumeSizeGib: number;
}

/** @upstream magnum/conf/quota.py, magnum/conf/cluster_templates.py, magnum/conf/cinder.py */
export const DEFAULT_OPERATOR_RULES: OperatorRules = {
  maxClustersPerProject: 20,
  allowedNetworkDrivers: { kubernetes: ["flannel", "calico"] },
  defaultNetworkDrivers: {},
  defaultBootVolumeSizeGib: 0,
};

/** The defaults, and what is set of them. */
export function operatorRules(set: Partial<OperatorRules>): OperatorRules {
  const { maxClustersPerProject, allowedNetworkDrivers, defaultNetworkDrivers } = set;
  const { defaultBootVolumeSizeGib } = set;
  return {
    maxClustersPerProject: maxClustersPerProject ?? DEFAULT_OPERATOR_RULES.maxClustersPerProject,
    allowedNetworkDrivers: allowedNetworkDrivers ?? DEFAULT_OPERATOR_RULES.allowedNetworkDrivers,
    defaultNetworkDrivers: defaultNetworkDrivers ?? DEFAULT_OPERATOR_RULES.defaultNetworkDrivers,
    defaultBootVolumeSizeGib:
      defaultBootVolumeSizeGib ?? DEFAULT_OPERATOR_RULES.defaultBootVolumeSizeGib,
  };
}
