import { preparedRotation, rotateCaCertificate } from "./ca-rotation.ts";
import { caCertificate, signCertificate } from "./cluster-certificates.ts";
import { cancelCluster } from "./cluster-cancel.ts";
import { clusterConfig } from "./cluster-config.ts";
import { createCluster, planCluster } from "./cluster-create.ts";
import { nodeLoginOf, rotateCredential } from "./credential-rotation.ts";
import { deleteCluster } from "./cluster-delete.ts";
import { updateClusterHealth } from "./cluster-health.ts";
import { clusterEvents, clusterOperations } from "./cluster-history.ts";
import type { AcceptedChange, Clusters } from "./cluster-manager.ts";
import { changeNodeCount } from "./cluster-resize.ts";
import { retryCluster } from "./cluster-retry.ts";
import { upgradeCluster } from "./cluster-upgrade.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { once, type RecordOutcome } from "./once.ts";
import type { RequestIdentity } from "../request/recorded-request.ts";
import { visibleCluster } from "./visible.ts";

/** Clusters as one requester sees them. */
export function clusterView<Services>(
  parts: ManagerParts<Services>,
  asking: Asking,
  identity?: RequestIdentity,
): Clusters {
  const { store } = parts;
  const acceptedBefore = async (outcome: string): Promise<AcceptedChange | undefined> => {
    const operation = (await store.operations.find(outcome)) ?? null;
    // What changed nothing has no operation, and is on record with the cluster.
    const cluster = await store.clusters.find(operation?.clusterUuid ?? outcome);
    return cluster && { cluster, operation };
  };
  const onceOnly = async (
    kind: string,
    work: (record: RecordOutcome) => Promise<AcceptedChange>,
  ): Promise<AcceptedChange> =>
    once(parts, await asking(), identity, { kind, find: acceptedBefore, work });
  return {
    create: async (request, options) => {
      const requester = await asking();
      return onceOnly("cluster", (record) =>
        createCluster(parts, requester, request, record, options),
      );
    },
    plan: async (request, options) => planCluster(parts, await asking(), request, options),
    get: async (identifier) => visibleCluster(store, await asking(), identifier),
    list: async (page = {}) => {
      const requester = await asking();
      return store.clusters.list(
        requester.isAdmin ? page : { ...page, projectId: requester.projectId },
      );
    },
    update: async (identifier, change, options) =>
      changeNodeCount(parts, await asking(), "update", identifier, change, options),
    updateHealth: async (identifier, report, options) =>
      updateClusterHealth(parts, await asking(), identifier, report, options),
    resize: async (identifier, change, options) => {
      const requester = await asking();
      return onceOnly("resize", (record) =>
        changeNodeCount(parts, requester, "resize", identifier, change, options, record),
      );
    },
    upgrade: async (identifier, request, options) => {
      const requester = await asking();
      return onceOnly("upgrade", (record) =>
        upgradeCluster(parts, requester, identifier, request, record, options),
      );
    },
    rotateCaCertificate: async (identifier, options) =>
      rotateCaCertificate(parts, await asking(), identifier, options),
    preparedRotation: async (identifier) => preparedRotation(parts, await asking(), identifier),
    caCertificate: async (identifier, authority) =>
      caCertificate(parts, await asking(), identifier, authority),
    signCertificate: async (identifier, request) =>
      signCertificate(parts, await asking(), identifier, request),
    rotateCredential: async (identifier) => rotateCredential(parts, await asking(), identifier),
    nodeLogin: async (identifier) => nodeLoginOf(parts, await asking(), identifier),
    delete: async (identifier, options) =>
      deleteCluster(parts, await asking(), identifier, options),
    cancel: async (identifier, options) =>
      cancelCluster(parts, await asking(), identifier, options),
    retry: async (identifier, options) => {
      const requester = await asking();
      return onceOnly("retry", (record) =>
        retryCluster(parts, requester, identifier, record, options),
      );
    },
    clusterConfig: async (identifier, options) =>
      clusterConfig(parts, await asking(), identifier, options),
    operations: async (identifier) => clusterOperations(parts, await asking(), identifier),
    events: async (identifier, page) => clusterEvents(parts, await asking(), identifier, page),
  };
}
