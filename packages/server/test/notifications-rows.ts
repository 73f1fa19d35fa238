import { type Cluster, clusterSchema, type OperationNotification } from "@jeroboam/core";

const CLUSTER: Cluster = clusterSchema.parse({
  uuid: "22222222-2222-4222-8222-222222222222",
  version: 1,
  name: "blue_whale",
  projectId: "wonderland",
  userId: "alice",
  clusterTemplateId: "11111111-1111-4111-8111-111111111111",
  keypair: "key",
  dockerVolumeSizeGib: 5,
  labels: { colour: "red" },
  masterFlavorId: "m1.small",
  flavorId: "m1.tiny",
  createTimeoutMinutes: 60,
  discoveryUrl: null,
  fixedNetwork: null,
  fixedSubnet: null,
  floatingIpEnabled: true,
  masterLbEnabled: false,
  status: "CREATE_COMPLETE",
  statusReason: "Stack CREATE completed successfully",
  progress: null,
  healthStatus: null,
  healthStatusReason: null,
  apiAddress: "tcp://192.0.2.7:2376",
  coeVersion: null,
  containerVersion: null,
  backingRef: "stack",
  nodeGroups: [],
  createdAt: new Date("2030-01-01T12:00:00Z"),
  updatedAt: null,
});

/** The end of a creation, or its beginning. */
export function notification(outcome?: "failed" | "succeeded"): OperationNotification {
  const subject = {
    sequence: outcome === undefined ? 7 : 8,
    at: new Date("2030-01-01T12:00:00.007Z"),
    clusterUuid: CLUSTER.uuid,
    clusterName: CLUSTER.name,
    projectId: CLUSTER.projectId,
    operationId: null,
    operation: "create",
  } as const;
  return {
    event:
      outcome === undefined
        ? { type: "operation.accepted", ...subject, requestedBy: "alice" }
        : { type: "operation.finished", ...subject, outcome, reason: null },
    operation: undefined,
    cluster: CLUSTER,
  };
}
