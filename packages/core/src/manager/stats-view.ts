import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { Stats } from "./cluster-manager.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";

/** @upstream magnum/api/controllers/v1/stats.py `StatsController.get` */
export function statsView<Services>({ store }: ManagerParts<Services>, asking: Asking): Stats {
  return {
    async get(projectId) {
      const requester = await asking();
      if (requester.isAdmin)
        return store.clusters.totals(projectId === undefined ? {} : { projectId });
      if (projectId !== undefined && projectId !== requester.projectId)
        throw new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
          details: { project: projectId },
        });
      return store.clusters.totals({ projectId: requester.projectId });
    },
  };
}
