import {
  collect,
  createKeypair,
  createServer,
  deleteKeypair,
  deleteServer,
  findFlavor,
  findImage,
  findKeypair,
  findNetwork,
  findServer,
  getComputeLimits,
  getComputeQuota,
  getServer,
  getServerConsoleLog,
  listFlavors,
  listServers,
  rebootServer,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";

async function play(...[session, pause]: Parameters<Scenario<unknown>["play"]>) {
  const nova = session.service("compute");
  const flavor = await findFlavor(nova, "m1.tiny");
  const image = await findImage(session.service("image"), "cirros");
  const network = await findNetwork(session.service("network"), "private");
  const testkey = await findKeypair(nova, "testkey");
  const made = await createKeypair(nova, {
    name: "recorded-key",
    publicKey: testkey?.publicKey ?? "",
  });
  const { id } = await createServer(nova, {
    name: "recorded-server",
    flavorId: flavor?.id ?? "",
    imageId: image?.id ?? "",
    keypairName: made.name,
    networks: [{ networkId: network?.id ?? "" }],
    userData: "#!/bin/sh\necho hello\n",
    metadata: { purpose: "recording" },
  });
  while ((await getServer(nova, id)).status === "BUILD") await pause(1000);
  const server = await getServer(nova, id);
  const listed = await collect(listServers(nova, { name: "recorded-server", pageSize: 1 }));
  const console = await getServerConsoleLog(nova, id, { lines: 2 });
  await rebootServer(nova, id, "hard");
  const deleted = await deleteServer(nova, id);
  while ((await findServer(nova, id)) !== undefined) await pause(1000);
  const { project } = await session.token();
  return {
    flavor,
    testkey,
    server,
    listed,
    console,
    deleted,
    deletedAgain: await deleteServer(nova, id),
    keypairDeleted: await deleteKeypair(nova, "recorded-key"),
    keypairDeletedAgain: await deleteKeypair(nova, "recorded-key"),
    absentFlavor: await findFlavor(nova, "no such flavor"),
    absentKeypair: await findKeypair(nova, "no such key"),
    flavors: await collect(listFlavors(nova, { pageSize: 2 })),
    limits: await getComputeLimits(nova),
    quota: await getComputeQuota(nova, project?.id ?? ""),
  };
}

export const compute = { cloud: "demo", play };
