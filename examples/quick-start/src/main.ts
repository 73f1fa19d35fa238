import { createClusterManager } from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { createSession, sessionOptionsFromEnvironment } from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { startSimulator } from "@jeroboam/openstack-simulator";

const simulator = await startSimulator(); // or a cloud of your own, with process.env below
const session = createSession(sessionOptionsFromEnvironment(simulator.environment("demo")));
const manager = createClusterManager({ drivers: [swarmMode], cloud: openStackCloud({ session }) });

const network = { externalNetworkId: "public", tlsDisabled: true };
const machine = { imageId: "ubuntu-22.04", flavorId: "m1.small", masterFlavorId: "m1.small" };
await manager.clusterTemplates.create({ name: "t", coe: "swarm-mode", ...machine, ...network });

const create = await manager.clusters.create({ clusterTemplateId: "t", nodeCount: 2 });
for await (const event of manager.watch({ clusterUuid: create.cluster.uuid, after: 0 })) {
  console.log(event.type, "status" in event ? event.status : "");
  if (event.type === "operation.finished") break;
}
console.log((await manager.wait(create))?.apiAddress);
await manager.wait(await manager.clusters.delete(create.cluster.uuid));
await Promise.all([manager.close(), simulator.close()]);
