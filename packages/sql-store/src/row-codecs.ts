import type {
  Cluster,
  ClusterTemplate,
  ConductorService,
  NodeGroup,
  Operation,
  Quota,
  RecordedRequest,
  StoredAuthority,
  Survey,
} from "@jeroboam/core";
import { rowCodec } from "./row-codec.ts";

export const clusterCodec = rowCodec<Cluster>({
  uuid: "plain",
  version: "plain",
  name: "plain",
  projectId: "plain",
  userId: "plain",
  clusterTemplateId: "plain",
  keypair: "plain",
  dockerVolumeSizeGib: "plain",
  labels: "json",
  masterFlavorId: "plain",
  flavorId: "plain",
  createTimeoutMinutes: "plain",
  discoveryUrl: "plain",
  fixedNetwork: "plain",
  fixedSubnet: "plain",
  floatingIpEnabled: "boolean",
  masterLbEnabled: "boolean",
  status: "plain",
  statusReason: "plain",
  progress: "json",
  healthStatus: "plain",
  healthStatusReason: "json",
  apiAddress: "plain",
  coeVersion: "plain",
  containerVersion: "plain",
  backingRef: "plain",
  nodeGroups: nodeGroupsOf,
  createdAt: "date",
  updatedAt: "date",
});

export const clusterTemplateCodec = rowCodec<ClusterTemplate>({
  uuid: "plain",
  version: "plain",
  name: "plain",
  projectId: "plain",
  userId: "plain",
  coe: "plain",
  imageId: "plain",
  serverType: "plain",
  driver: "plain",
  flavorId: "plain",
  masterFlavorId: "plain",
  keypairId: "plain",
  externalNetworkId: "plain",
  fixedNetwork: "plain",
  fixedSubnet: "plain",
  networkDriver: "plain",
  volumeDriver: "plain",
  dnsNameserver: "plain",
  apiserverPort: "plain",
  dockerVolumeSizeGib: "plain",
  dockerStorageDriver: "plain",
  httpProxy: "plain",
  httpsProxy: "plain",
  noProxy: "plain",
  registryEnabled: "boolean",
  insecureRegistry: "plain",
  labels: "json",
  tlsDisabled: "boolean",
  public: "boolean",
  hidden: "boolean",
  tags: "plain",
  masterLbEnabled: "boolean",
  floatingIpEnabled: "boolean",
  clusterDistro: "plain",
  createdAt: "date",
  updatedAt: "date",
});

export const operationCodec = rowCodec<Operation>({
  uuid: "plain",
  version: "plain",
  sequence: "plain",
  clusterUuid: "plain",
  projectId: "plain",
  requestedBy: "plain",
  kind: "plain",
  state: "plain",
  finishedSteps: "json",
  cancelRequested: "boolean",
  input: "json",
  attempt: "plain",
  failures: "plain",
  leaseOwner: "plain",
  leaseUntil: "date",
  notBefore: "date",
  timeoutMinutes: "plain",
  deadlineAt: "date",
  error: "json",
  createdAt: "date",
  finishedAt: "date",
});

export const quotaCodec = rowCodec<Quota>({
  id: "plain",
  version: "plain",
  projectId: "plain",
  resource: "plain",
  hardLimit: "plain",
  createdAt: "date",
  updatedAt: "date",
});

export const serviceCodec = rowCodec<ConductorService>({
  id: "plain",
  host: "plain",
  binary: "plain",
  reportCount: "plain",
  disabled: "boolean",
  disabledReason: "plain",
  lastSeenUp: "date",
  createdAt: "date",
  updatedAt: "date",
});

export const requestCodec = rowCodec<RecordedRequest>({
  projectId: "plain",
  userId: "plain",
  key: "plain",
  fingerprint: "plain",
  outcome: "plain",
  createdAt: "date",
});

export const surveyCodec = rowCodec<Survey>({
  projectId: "plain",
  version: "plain",
  dueAt: "date",
  leaseUntil: "date",
});

export const authorityCodec = rowCodec<StoredAuthority>({
  clusterUuid: "plain",
  kind: "plain",
  version: "plain",
  certificatePem: "plain",
  uuid: "plain",
  ref: "plain",
  endsAt: "date",
  warnAt: "date",
  rotation: "json",
});

type StoredNodeGroup = Omit<NodeGroup, "createdAt" | "updatedAt"> & {
  createdAt: string;
  updatedAt: string | null;
};

function nodeGroupsOf(json: string): readonly NodeGroup[] {
  const groups: readonly StoredNodeGroup[] = JSON.parse(json);
  return groups.map(({ createdAt, updatedAt, ...group }) => ({
    ...group,
    createdAt: new Date(createdAt),
    updatedAt: updatedAt === null ? null : new Date(updatedAt),
  }));
}
