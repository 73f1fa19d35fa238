import { setTimeout as pause } from "node:timers/promises";
import { openstackJson } from "./lab.ts";

/** A cluster as `openstack coe cluster show` prints it. */
export interface ShownCluster {
  readonly uuid: string;
  readonly status: string;
  readonly status_reason: string | null;
  readonly api_address: string;
  readonly node_count: number;
  readonly node_addresses: readonly string[];
  readonly master_addresses: readonly string[];
}

/** Shows the cluster by the real client until its operation is over. */
export async function settled(user: string, name: string): Promise<ShownCluster> {
  for (;;) {
    const cluster = await openstackJson<ShownCluster>(user, "coe", "cluster", "show", name);
    if (!cluster.status.endsWith("IN_PROGRESS")) return cluster;
    await pause(2000);
  }
}

/** Lists clusters by the real client until the cluster is not among them. */
export async function untilGone(user: string, name: string): Promise<void> {
  for (;;) {
    const clusters = await openstackJson<{ name: string }[]>(user, "coe", "cluster", "list");
    if (!clusters.some((cluster) => cluster.name === name)) return;
    await pause(1000);
  }
}
