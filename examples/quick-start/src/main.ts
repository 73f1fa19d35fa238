import { createClusterManager } from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { createSession } from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { startSimulator } from "@jeroboam/openstack-simulator";

const simulator = await startSimulator();
const cloud = openStackCloud({ session: createSession(simulator.sessionOptions("demo")) });
const manager = createClusterManager({ drivers: [swarmMode], cloud });

await manager.clusterTemplates.create({
  ...{ name: "swarm", coe: "swarm-mode", imageId: "ubuntu-22.04", tlsDisabled: true },
  ...{ externalNetworkId: "public", flavorId: "m1.small", masterFlavorId: "m1.small" },
});
const create = await manager.clusters.create({ clusterTemplateId: "swarm", nodeCount: 2 });
for await (const event of manager.watch({ clusterUuid: create.cluster.uuid, after: 0 })) {
  console.log(event.type, "status" in event ? event.status : "");
  if (event.type === "operation.finished") break;
}
console.log((await manager.wait(create))?.apiAddress);
await manager.wait(await manager.clusters.delete(create.cluster.uuid));
await Promise.all([manager.close(), simulator.close()]);
