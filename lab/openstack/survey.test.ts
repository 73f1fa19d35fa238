import { type ClusterManager, createClusterManager } from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  collect,
  createCallMeter,
  createSession,
  deleteStack,
  listStacks,
  patchStack,
} from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authUrl, labPassword, playGuests, whyNoLab } from "../support/lab.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";

const reason = await whyNoLab();
if (reason) console.log(`skipped: surveys of a real Heat: ${reason}`);

const IDLE_MS = 10_000;
const domain = { name: "Default" };
const meter = createCallMeter();
const sessionOf = (user: string) =>
  createSession({
    authUrl,
    region: "RegionOne",
    auth: {
      type: "password",
      user: { name: user, domain },
      password: labPassword,
      scope: { type: "project", name: user, domain },
    },
    meter,
  });

describe.skipIf(reason)("surveys of a real Heat", () => {
  let manager: ClusterManager;
  let before: Inventory;
  const session = sessionOf("demo2");
  const heat = sessionOf("demo2").service("orchestration");
  const guests = reason ? undefined : playGuests("demo2");

  beforeAll(async () => {
    before = await inventory("demo2");
    manager = createClusterManager({
      drivers: [swarmMode],
      cloud: openStackCloud({ session }),
      surveyIdleMs: IDLE_MS,
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

  /** Follows a cluster until its status is another one. */
  async function statusAfter(name: string, status: string) {
    for await (const event of manager.watch({ after: 0, signal: AbortSignal.timeout(120_000) }))
      if (
        event.type === "cluster.status" &&
        event.clusterName === name &&
        event.operationId === null
      )
        return event;
    throw new Error(`${name} stays ${status}`);
  }

  it("see what was changed by hand, and cost one list each time", {
    timeout: 400_000,
  }, async () => {
    const make = (name: string) =>
      manager.clusters.create({ name, clusterTemplateId: "swarm", nodeCount: 0 });
    const created = [await make("survey-a"), await make("survey-b")];
    const clusters = await Promise.all(created.map((change) => manager.wait(change)));
    expect(clusters.map((cluster) => cluster?.status)).toEqual([
      "CREATE_COMPLETE",
      "CREATE_COMPLETE",
    ]);
    const [a, b] = clusters.map((cluster) => cluster?.backingRef ?? "");

    await sleep(2 * IDLE_MS);
    const earlier = meter.totals();
    await sleep(6 * IDLE_MS);
    const lists = (meter.totals()["orchestration"] ?? 0) - (earlier["orchestration"] ?? 0);
    expect(lists).toBeGreaterThanOrEqual(4);
    expect(lists).toBeLessThanOrEqual(8);
    expect(meter.totals()["identity"]).toBe(earlier["identity"]);

    await patchStack(heat, a ?? "", { parameters: { number_of_nodes: 1 } });
    expect(await statusAfter("survey-a", "CREATE_COMPLETE")).toMatchObject({
      status: "UPDATE_COMPLETE",
    });
    const grown = await manager.clusters.get("survey-a");
    expect(grown.nodeGroups[1]).toMatchObject({ nodeCount: 1 });

    await deleteStack(heat, b ?? "");
    expect(await statusAfter("survey-b", "CREATE_COMPLETE")).toMatchObject({
      status: "UPDATE_FAILED",
      reason: "The cluster has no stack in Heat; delete the cluster and create it again.",
    });

    for (const name of ["survey-a", "survey-b"])
      expect(await manager.wait(await manager.clusters.delete(name))).toBeUndefined();
    expect(leftovers(before, await inventory("demo2"))).toEqual([]);
  });

  it("list all projects for those to whom the operator opened that, and for nobody else", async () => {
    const query = { globalTenant: true, pageSize: 100 };
    const all = await collect(listStacks(sessionOf("admin").service("orchestration"), query));
    for (const stack of all) expect(stack.project).toEqual(expect.any(String));
    await expect(collect(listStacks(heat, query))).rejects.toMatchObject({ status: 403 });
  });
});
