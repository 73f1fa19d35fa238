import {
  createCluster,
  createClusterTemplate,
  deleteCluster,
  deleteClusterTemplate,
  findCluster,
  findImage,
  findKeypair,
  getCluster,
  patchCluster,
} from "@jeroboam/openstack-client";
import { startEmbeddedCloud } from "./embedded-cloud.ts";
import { createProgress } from "./progress.ts";
import { table } from "./table.ts";

const DEADLINE_MS = 60_000;
const LOOK_EVERY_MS = 200;
const GONE = "gone";

const progress = createProgress(process.stdout);
const cloud = await startEmbeddedCloud();
process.once("SIGINT", () => process.exit(130));
try {
  await run();
  progress.done("everything is gone; that was a cluster's whole life");
} catch (error) {
  progress.fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await cloud.close();
}

async function run(): Promise<void> {
  const { session, simulator } = cloud;
  const magnum = session.service("container-infra");
  const before = simulator.inspection.counts();

  progress.begin(`container-infra v1 at ${cloud.url}, as user demo`);
  const keypair = await findKeypair(session.service("compute"), "testkey");
  const image = await findImage(session.service("image"), "ubuntu-22.04");
  if (!keypair || !image) throw new Error("the cloud lacks keypair testkey or image ubuntu-22.04");
  progress.done(
    `keypair ${keypair.name} and image ${image.name} (os_distro ${String(image.properties["os_distro"])})`,
  );

  const template = await createClusterTemplate(magnum, {
    name: "swarm",
    coe: "swarm-mode",
    imageId: image.id,
    keypairId: keypair.name,
    externalNetworkId: "public",
    flavorId: "m1.small",
    masterFlavorId: "m1.small",
    dnsNameserver: "8.8.8.8",
    tlsDisabled: true,
  });
  progress.done(`cluster template ${template.name}`);

  const { uuid } = await createCluster(magnum, {
    name: "demo",
    clusterTemplateId: template.uuid,
    masterCount: 1,
    nodeCount: 2,
  });
  await reach("CREATE_COMPLETE", "creating 1 manager and 2 workers");
  await show();

  await patchCluster(magnum, uuid, [{ op: "replace", path: "/node_count", value: 3 }]);
  await reach("UPDATE_COMPLETE", "scaling to 3 workers");
  const scaled = await getCluster(magnum, uuid);
  if (scaled.nodeAddresses?.length !== 3) throw new Error("the cluster has not 3 workers");
  progress.done(`workers at ${scaled.nodeAddresses.join(", ")}`);

  await deleteCluster(magnum, uuid);
  await reach(GONE, "deleting");
  await deleteClusterTemplate(magnum, template.uuid);
  const after = simulator.inspection.counts();
  if (JSON.stringify(after) !== JSON.stringify(before))
    throw new Error(`something was left behind: ${JSON.stringify({ before, after })}`);

  /** Follows the cluster until it has the status, or is gone where that is what is waited for. */
  async function reach(status: string, doing: string): Promise<void> {
    progress.begin(doing);
    const deadline = Date.now() + DEADLINE_MS;
    while (Date.now() < deadline) {
      const cluster = await findCluster(magnum, uuid);
      // A cluster is DELETE_COMPLETE for a moment before its row goes.
      const now = cluster ? (cluster.status ?? "") : GONE;
      if (now === status) return progress.done(`${doing}: ${status}`);
      if (now.endsWith("_FAILED"))
        throw new Error(`${now}: ${cluster?.statusReason ?? "no reason given"}`);
      const [, resources] =
        /: (\d+ of \d+ resources) complete/.exec(cluster?.statusReason ?? "") ?? [];
      progress.update(resources ? `${doing}: ${resources} done` : doing);
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_EVERY_MS);
      });
    }
    throw new Error(`${doing} took longer than ${DEADLINE_MS / 1000} s`);
  }

  async function show(): Promise<void> {
    const reply = await magnum.send({ path: `/clusters/${uuid}` });
    const { links: _links, ...fields } = JSON.parse(reply.text) as Record<string, unknown>;
    process.stdout.write(`${table(fields)}\n`);
  }
}
