import type { Requester } from "../cloud/cloud.ts";
import {
  type NodeGroup,
  type NodeGroupChange,
  nodeGroupChangeSchema,
} from "../cluster/node-group.ts";
import { requireNodeLabels, requireNodeTaints } from "../cluster/node-labels.ts";
import { touched } from "../state/touched.ts";
import { transition } from "../state/transition.ts";
import { requireDriver } from "./cluster-driver.ts";
import { requireGroup } from "./named-group.ts";
import { notAllowed } from "./refusals.ts";
import { requireVersion } from "./require-version.ts";
import type { ChangeOptions } from "./change-requests.ts";
import type { NodeGroupOfCluster } from "./cluster-manager.ts";
import { requireDriverAgrees } from "./driver-agreement.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { requireNodeCounts } from "./node-group-admission.ts";
import { parseRequest } from "./parse-request.ts";
import { visibleCluster } from "./visible.ts";

export interface NodeGroupWish {
  readonly cluster: string;
  readonly group: string;
  readonly change: NodeGroupChange;
  readonly options: ChangeOptions | undefined;
}

/** Sets of a node group what the infrastructure need not know at once. */
export async function updateNodeGroup<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  wish: NodeGroupWish,
): Promise<NodeGroupOfCluster> {
  const { store, clock, wakeUp } = parts;
  const { minNodeCount, maxNodeCount, nodeLabels, nodeTaints } = parseRequest(
    nodeGroupChangeSchema,
    wish.change,
    "node group",
  );
  const updated = await store.transaction(async (rows): Promise<NodeGroupOfCluster> => {
    const cluster = await visibleCluster(rows, requester, wish.cluster);
    requireVersion(cluster, wish.options);
    const group = requireGroup(cluster, wish.group);
    const rule = { kind: "requested", operation: "resize" } as const;
    if (transition(group.status, rule).kind === "rejected")
      throw notAllowed("Updating", group, "nodegroup");
    const changed: NodeGroup = {
      ...group,
      ...(minNodeCount === undefined ? {} : { minNodeCount }),
      ...(maxNodeCount === undefined ? {} : { maxNodeCount }),
      ...(nodeLabels === undefined ? {} : { nodeLabels }),
      ...(nodeTaints === undefined ? {} : { nodeTaints }),
    };
    requireNodeCounts(group.name, changed);
    requireNodeLabels(group, nodeLabels ?? {});
    requireNodeTaints(group, nodeTaints ?? []);
    const nodeGroups = cluster.nodeGroups.map((one) => (one === group ? changed : one));
    const next = touched(cluster, { ...cluster, nodeGroups }, clock.now());
    const { driver, template } = await requireDriver(parts, rows, cluster);
    requireDriverAgrees(parts, driver, { cluster: next, template });
    const stored = await rows.clusters.replace(next);
    return { cluster: stored, nodeGroup: requireGroup(stored, group.uuid) };
  });
  wakeUp.notify();
  return updated;
}
