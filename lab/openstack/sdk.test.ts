import { type ClusterManager, createClusterManager } from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { createSession } from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { authUrl, labPassword, playGuests, whyNoLab } from "../support/lab.ts";

/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = await whyNoLab();
if (reason) console.log(`skipped: the SDK on a real OpenStack: ${reason}`);

const domain = { name: "Default" };
const session = () =>
  createSession({
    authUrl,
    region: "RegionOne",
    auth: {
      type: "password",
      user: { name: user, domain },
      password: labPassword,
      scope: { type: "project", name: user, domain },
    },
  });

describe.skipIf(reason)("the SDK on a real OpenStack", () => {
  let manager: ClusterManager;
  let before: Inventory;
  const guests = reason ? undefined : playGuests(user);

  beforeAll(async () => {
    before = await inventory(user);
    manager = createClusterManager({
      drivers: [swarmMode],
      cloud: openStackCloud({ session: session() }),
    });
    await manager.clusterTemplates.create({
      name: "swarm",
      coe: "swarm-mode",
      imageId: "ubuntu-22.04",
      externalNetworkId: "public",
      flavorId: "m1.small",
      masterFlavorId: "m1.small",
      keypairId: "testkey",
      tlsDisabled: true,
    });
  });
  afterAll(async () => {
    guests?.stop();
    await manager.close();
  });

  it("creates, watches, scales and deletes a swarm-mode cluster", async () => {
    const created = await manager.clusters.create({
      name: "sdk",
      clusterTemplateId: "swarm",
      nodeCount: 2,
    });
    const statuses: string[] = [];
    for await (const event of manager.watch({ clusterUuid: created.cluster.uuid, after: 0 })) {
      if (event.type === "cluster.status") statuses.push(event.status);
      if (event.type === "operation.finished") break;
    }
    const cluster = await manager.wait(created);
    expect(statuses).toEqual(["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]);
    expect(cluster?.apiAddress).toMatch(/^tcp:\/\/172\.24\.\d+\.\d+:2375$/);
    expect(cluster?.nodeGroups.map((group) => group.nodeAddresses.length)).toEqual([1, 2]);

    const resized = await manager.wait(await manager.clusters.resize("sdk", { nodeCount: 3 }));
    expect(resized?.status).toBe("UPDATE_COMPLETE");
    expect(resized?.nodeGroups.map((group) => group.nodeAddresses.length)).toEqual([1, 3]);

    const gone = await manager.wait(await manager.clusters.delete("sdk"));
    expect(gone).toBeUndefined();
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });

  it("makes three managers behind a load balancer, without floating IPs, and shrinks the workers", async () => {
    const created = await manager.clusters.create({
      name: "managers",
      clusterTemplateId: "swarm",
      masterCount: 3,
      masterLbEnabled: true,
      floatingIpEnabled: false,
      nodeCount: 2,
    });
    const cluster = await manager.wait(created);
    expect(cluster?.nodeGroups.map((group) => group.nodeAddresses.length)).toEqual([3, 2]);
    const shrunk = await manager.wait(await manager.clusters.resize("managers", { nodeCount: 1 }));
    expect(shrunk?.nodeGroups.map((group) => group.nodeAddresses.length)).toEqual([3, 1]);
    await manager.wait(await manager.clusters.delete("managers"));
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });
});
