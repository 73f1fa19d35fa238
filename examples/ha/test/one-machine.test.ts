import { setTimeout } from "node:timers/promises";
import {
  createCluster,
  createClusterTemplate,
  createSession,
  deleteCluster,
  listClusters,
  type ServiceClient,
  sessionOptionsFromEnvironment,
} from "@jeroboam/openstack-client";
import { isMissing } from "@jeroboam/test-engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type OneMachine, startOneMachine } from "../src/one-machine.ts";

const PATIENCE = { timeout: 60_000, interval: 100 };

const machine = await startOneMachine();
if (isMissing(machine))
  console.log(`three controllers on one machine: skipped, ${machine.missing}`);
else afterAll(() => machine.close());

describe.skipIf(isMissing(machine))("three controllers", () => {
  if (isMissing(machine)) return;
  const { controllers, engines } = machine;
  const magnum = apiOf(machine, "demo");
  const [first] = controllers;
  let clusterTemplateId = "";

  beforeAll(async () => {
    const template = await createClusterTemplate(magnum, {
      name: "swarm",
      coe: "swarm-mode",
      imageId: "ubuntu-22.04",
      keypairId: "testkey",
      externalNetworkId: "public",
      flavorId: "m1.small",
      masterFlavorId: "m1.small",
      tlsDisabled: true,
    });
    clusterTemplateId = template.uuid;
  });

  const create = async (...names: readonly string[]) =>
    Promise.all(
      names.map(async (name) => (await createCluster(magnum, { name, clusterTemplateId })).uuid),
    );
  const statuses = async (uuids: readonly string[]) => {
    const found: string[] = [];
    for await (const cluster of listClusters(magnum))
      if (uuids.includes(cluster.uuid)) found.push(cluster.status ?? "none");
    return found;
  };
  const allComplete = (uuids: readonly string[]) => uuids.map(() => "CREATE_COMPLETE");

  it("take the example's configuration, and say that they are well", async () => {
    expect(await machine.run("config", "check")).toMatchObject({ code: 0 });
    expect(await machine.run("status")).toMatchObject({ code: 0 });
  });

  it("are all among the services", async () => {
    const reply = await apiOf(machine, "admin").json(mservicesSchema, { path: "/mservices" });
    expect(reply.mservices.map(({ host, state }) => `${host} ${state}`).toSorted()).toEqual(
      controllers.map(({ name }) => `${name} up`),
    );
  });

  it("finish what a controller had begun that lost its power", async () => {
    const uuids = await create("one", "two", "three", "four", "five", "six");
    await first?.kill();
    await expect.poll(() => statuses(uuids), PATIENCE).toEqual(allComplete(uuids));
    await first?.start();
  });

  it("work without the broker, and with it again", async () => {
    await engines.broker.kill();
    const uuids = await create("without-broker");
    await expect.poll(() => statuses(uuids), PATIENCE).toEqual(allComplete(uuids));
    await engines.broker.start();
    uuids.push(...(await create("with-broker")));
    await expect.poll(() => statuses(uuids), PATIENCE).toEqual(allComplete(uuids));
  });

  it("go on when the database was away", async () => {
    const uuids = await create("before-the-database-died");
    await engines.database.kill();
    await engines.database.start();
    await expect.poll(() => statuses(uuids), PATIENCE).toEqual(allComplete(uuids));
  });

  it("are stopped and started one by one without a client noticing", async () => {
    const stop = new AbortController();
    const failures: unknown[] = [];
    let answered = 0;
    const client = (async () => {
      while (!stop.signal.aborted) {
        await statuses([]).then(
          () => answered++,
          (error: unknown) => failures.push(error),
        );
        await setTimeout(10);
      }
    })();
    const uuids: string[] = [];
    for (const controller of controllers) {
      uuids.push(...(await create(`while-${controller.name}-stops`)));
      await controller.stop();
      await controller.start();
    }
    await expect.poll(() => statuses(uuids), PATIENCE).toEqual(allComplete(uuids));
    stop.abort();
    await client;
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(0);
  });

  it("leave nothing in the cloud when the clusters are deleted", async () => {
    for await (const { uuid } of listClusters(magnum)) await deleteCluster(magnum, uuid);
    const left = () => {
      const { stacks, trusts } = machine.simulator.inspection.counts();
      return { stacks, trusts };
    };
    await expect.poll(left, PATIENCE).toEqual({ stacks: 0, trusts: 0 });
  });
});

const mservicesSchema = z.object({
  mservices: z.array(z.object({ host: z.string(), state: z.string() })),
});

function apiOf(from: OneMachine, user: string): ServiceClient<"container-infra"> {
  const options = sessionOptionsFromEnvironment(from.simulator.environment(user));
  return createSession(options).service("container-infra");
}
