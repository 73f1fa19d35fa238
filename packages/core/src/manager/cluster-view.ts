import { rotateCaCertificate } from "./ca-rotation.ts";
import { createCluster, planCluster } from "./cluster-create.ts";
import { deleteCluster } from "./cluster-delete.ts";
import { updateClusterHealth } from "./cluster-health.ts";
import { clusterEvents, clusterOperations } from "./cluster-history.ts";
import type { Clusters } from "./cluster-manager.ts";
import { changeNodeCount } from "./cluster-resize.ts";
import { upgradeCluster } from "./cluster-upgrade.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { visibleCluster } from "./visible.ts";

/** Clusters as one requester sees them. */
export function clusterView<Services>(parts: ManagerParts<Services>, asking: Asking): Clusters {
  const { store } = parts;
  return {
    create: async (request) => createCluster(parts, await asking(), request),
    plan: async (request) => planCluster(parts, await asking(), request),
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
    resize: async (identifier, change, options) =>
      changeNodeCount(parts, await asking(), "resize", identifier, change, options),
    upgrade: async (identifier, request, options) =>
      upgradeCluster(parts, await asking(), identifier, request, options),
    rotateCaCertificate: async (identifier) =>
      rotateCaCertificate(parts, await asking(), identifier),
    delete: async (identifier, options) =>
      deleteCluster(parts, await asking(), identifier, options),
    operations: async (identifier) => clusterOperations(parts, await asking(), identifier),
    events: async (identifier, page) => clusterEvents(parts, await asking(), identifier, page),
  };
}
