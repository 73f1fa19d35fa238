import {
  type Cluster,
  type DriverContext,
  isMaster,
  silentLogger,
  systemClock,
} from "@jeroboam/core";
import type { HeatServices } from "@jeroboam/heat";
import {
  failingGuest,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "@jeroboam/openstack-simulator";
import { afterEach, describe, expect, it } from "vitest";
import { swarmMode } from "../src/index.ts";
import { heatOverHttp } from "./heat-over-http.ts";
import { credential, endpoints, type Scenario, snapshotOf } from "./scenarios.ts";

let simulator: Simulator | undefined;
afterEach(async () => simulator?.close());

/** A cluster on a simulated cloud, moved on by hand as core would. */
async function begin(scenario: Scenario, options: SimulatorOptions = {}) {
  const cloud = await startSimulator({ clock: { mode: "scaled", factor: 400 }, ...options });
  simulator = cloud;
  const context: DriverContext<HeatServices> = {
    services: { orchestration: await heatOverHttp(cloud) },
    certificates: { caCertificatePem: async () => "" },
    credential,
    endpoints,
    log: silentLogger,
    clock: systemClock,
    signal: AbortSignal.timeout(30_000),
  };
  let backingRef: string | null = null;
  let operation = 0;

  const snapshot = (status: Cluster["status"], workers: number) => {
    const whole = snapshotOf({
      ...scenario,
      cluster: { keypair: "testkey", ...scenario.cluster, status, backingRef },
    });
    const nodeGroups = whole.cluster.nodeGroups.map((group) => ({
      ...group,
      imageId: "ubuntu-22.04",
      flavorId: "m1.small",
      nodeCount: isMaster(group) ? group.nodeCount : workers,
    }));
    return { ...whole, cluster: { ...whole.cluster, nodeGroups } };
  };
  const settle = async (status: Cluster["status"], workers: number, operationId: string) => {
    for (;;) {
      const seen = await swarmMode.observeCluster(context, {
        ...snapshot(status, workers),
        operationId,
      });
      const [masters, others] = seen.nodeGroups;
      if (!masters || !others) throw new Error("node groups are missing");
      if (masters.kind === "absent" || !masters.status.endsWith("_IN_PROGRESS"))
        return { masters, workers: others, attributes: seen.attributes };
      await cloud.clock.wait(5000);
    }
  };
  return {
    cloud,
    async create(workers: number) {
      const operationId = `create-${++operation}`;
      const request = { ...snapshot("CREATE_IN_PROGRESS", workers), operationId };
      for (let time = 0; time < 3; time++)
        ({ backingRef } = await swarmMode.createCluster(context, {
          ...request,
          timeoutMinutes: 60,
        }));
      return settle("CREATE_IN_PROGRESS", workers, operationId);
    },
    async resize(workers: number, nodesToRemove: readonly string[]) {
      const operationId = `update-${++operation}`;
      const request = { ...snapshot("UPDATE_IN_PROGRESS", workers), operationId };
      for (let time = 0; time < 3; time++)
        await swarmMode.updateCluster(context, { ...request, nodesToRemove, rollback: false });
      return settle("UPDATE_IN_PROGRESS", workers, operationId);
    },
    async remove() {
      const operationId = `delete-${++operation}`;
      const request = { ...snapshot("DELETE_IN_PROGRESS", 0), operationId };
      for (let time = 0; time < 3; time++) await swarmMode.deleteCluster(context, request);
      return settle("DELETE_IN_PROGRESS", 0, operationId);
    },
  };
}

const addresses = (group: { kind: string; nodeAddresses?: readonly string[] | undefined }) =>
  group.nodeAddresses ?? [];

describe("a cluster's life on a simulated cloud", { timeout: 30_000 }, () => {
  it("makes it, keeps the right nodes when it shrinks, grows again, and leaves nothing", async () => {
    const life = await begin({});
    const before = life.cloud.inspection.counts();
    const created = await life.create(3);
    expect(created.masters).toMatchObject({ status: "CREATE_COMPLETE" });
    expect(created.attributes.apiAddress).toBe(`tcp://${addresses(created.masters)[0]}:2376`);
    const [first = "", second = "", third = ""] = addresses(created.workers);
    expect(life.cloud.inspection.stacks().filter((stack) => !stack.parentId)).toHaveLength(1);
    for (const server of life.cloud.inspection.servers())
      expect(server.userData).not.toMatch(/@[A-Z_]+@/);

    const shrunk = await life.resize(2, [second]);
    expect(addresses(shrunk.workers)).toEqual([first, third]);
    const grown = await life.resize(3, []);
    expect(addresses(grown.workers)).toHaveLength(3);
    expect(addresses(grown.workers).slice(0, 2)).toEqual([first, third]);

    expect((await life.remove()).masters.kind).toBe("absent");
    expect(life.cloud.inspection.counts()).toEqual(before);
  });

  it.each<[string, Scenario, RegExp]>([
    [
      "three masters behind a load balancer, with volumes",
      { masterCount: 3, volumeSizeGib: 5, cluster: { masterLbEnabled: true } },
      /^tcp:\/\/172\.24\.[\d.]+:2376$/,
    ],
    [
      "an existing network, no floating IP, no TLS",
      {
        template: { tlsDisabled: true },
        cluster: {
          floatingIpEnabled: false,
          fixedNetwork: "private",
          fixedSubnet: "private-subnet",
        },
      },
      /^tcp:\/\/10\.66\.[\d.]+:2375$/,
    ],
  ])("works with %s", async (_, scenario, apiAddress) => {
    const life = await begin(scenario);
    const before = life.cloud.inspection.counts();
    const created = await life.create(1);
    expect(created.masters).toMatchObject({
      status: "CREATE_COMPLETE",
      nodeCount: scenario.masterCount ?? 1,
    });
    expect(created.attributes.apiAddress).toMatch(apiAddress);
    await life.remove();
    expect(life.cloud.inspection.counts()).toEqual(before);
  });

  it("says what a node said when it gave up", async () => {
    const life = await begin({}, { guests: failingGuest("step swarm failed: no manager") });
    const { masters } = await life.create(1);
    expect(masters).toMatchObject({
      status: "CREATE_FAILED",
      reason: expect.stringMatching(/^(managers|workers)\/0\/wait_condition: .*no manager/),
    });
  });
});
