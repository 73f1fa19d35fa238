import type { Requester } from "../cloud/cloud.ts";
import type { ClusterEvent } from "../events/event.ts";
import type { Operation } from "../operation/operation.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { visibleCluster } from "./visible.ts";

const MOST_EVENTS = 1000;

/** What was asked of a cluster, in order of acceptance. */
export async function clusterOperations<Services>(
  { store }: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
): Promise<readonly Operation[]> {
  const { uuid } = await visibleCluster(store, requester, identifier);
  return store.operations.ofCluster(uuid);
}

/** What happened to a cluster after an event. */
export async function clusterEvents<Services>(
  { store }: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  { after = 0, limit = MOST_EVENTS }: { readonly after?: number; readonly limit?: number } = {},
): Promise<readonly ClusterEvent[]> {
  const { uuid } = await visibleCluster(store, requester, identifier);
  return store.events.after(after, { clusterUuid: uuid, limit: Math.min(limit, MOST_EVENTS) });
}
