import { type Cluster, type SurveyFacet, transition } from "@jeroboam/core";
import type { HeatServices, ListedStack } from "../orchestration-port.ts";
import { nodeGroupStatus } from "./stack-status.ts";

/** Ids that fit into one address; more stacks are found in the list of all. */
const MOST_IDS = 50;

/**
 * Looks at the stacks of many clusters with one list.
 *
 * The same for every driver, so that those of one project share it.
 *
 * @differs upstream asks Heat for each cluster by itself
 */
export const heatSurvey: SurveyFacet<HeatServices> = {
  async surveyClusters({ services, signal }, { clusters, allProjects }) {
    const known = clusters.flatMap(stackIds);
    const ids = known.length <= MOST_IDS ? { ids: known } : {};
    const stacks =
      known.length === 0
        ? []
        : await services.orchestration.listStacks({ ...ids, allProjects }, signal);
    const byId = new Map(stacks.map((stack) => [stack.id, stack]));
    return clusters.filter((cluster) => differs(cluster, byId)).map(({ uuid }) => uuid);
  },
};

function stackIds(cluster: Cluster): readonly string[] {
  const others = cluster.nodeGroups.filter((group) => !group.isDefault);
  return [cluster, ...others].flatMap(({ backingRef }) => backingRef ?? []);
}

/** Whether a look would move the status of a node group. One whose stack never got on record says nothing. */
function differs(cluster: Cluster, stacks: ReadonlyMap<string, ListedStack>): boolean {
  return cluster.nodeGroups.some((group) => {
    const id = group.isDefault ? cluster.backingRef : group.backingRef;
    if (id === null) return false;
    const stack = stacks.get(id);
    const next = transition(
      group.status,
      stack ? { kind: "observed", status: nodeGroupStatus(stack.status) } : { kind: "absent" },
    );
    return next.kind === "moved";
  });
}
