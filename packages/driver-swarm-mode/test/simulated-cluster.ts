import {
  type Cluster,
  type ClusterObservation,
  type DriverContext,
  isMaster,
  type NodeGroup,
  silentLogger,
  systemClock,
} from "@jeroboam/core";
import { aNodeGroup, mappedScenario, type Scenario } from "@jeroboam/driver-bench";
import type { HeatServices } from "@jeroboam/heat";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "@jeroboam/openstack-simulator";
import { swarmMode } from "../src/index.ts";
import { heatOverHttp } from "./heat-over-http.ts";
import { snapshotOf } from "./scenarios.ts";

const facet = nodeGroupsFacet();
type Observed = ClusterObservation["nodeGroups"][number];

/** A cluster on a simulated cloud, moved on by hand as core would; every request is sent three times. */
export type SimulatedCluster = Awaited<ReturnType<typeof simulatedCluster>>;

export async function simulatedCluster(scenario: Scenario, options: SimulatorOptions = {}) {
  const cloud = await startSimulator({ clock: { mode: "scaled", factor: 400 }, ...options });
  const { credential, endpoints, operator } = mappedScenario(scenario);
  const context: DriverContext<HeatServices> = {
    services: { orchestration: await heatOverHttp(cloud) },
    certificates: {
      caCertificatePem: async () => "",
      serviceAccountKey: async () => ({ publicKeyPem: "", privateKeyPem: "" }),
    },
    credential,
    endpoints,
    operator,
    log: silentLogger,
    clock: { now: systemClock.now, sleep: (ms) => cloud.clock.wait(ms) },
    signal: AbortSignal.timeout(60_000),
  };
  let backingRef: string | null = null;
  let workerCount = 0;
  let operation = 0;
  const groups = new Map<string, NodeGroup>();

  const snapshot = (status: Cluster["status"]) => {
    const whole = snapshotOf({
      ...scenario,
      cluster: { keypair: "testkey", ...scenario.cluster, status, backingRef },
    });
    const defaults = whole.cluster.nodeGroups.map((group) => ({
      ...group,
      imageId: "ubuntu-22.04",
      flavorId: "m1.small",
      nodeCount: isMaster(group) ? group.nodeCount : workerCount,
    }));
    return {
      ...whole,
      cluster: { ...whole.cluster, nodeGroups: [...defaults, ...groups.values()] },
    };
  };
  const repeat = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    await ask();
    await ask();
    return ask();
  };
  /** Looks until what is being changed has come to an end. */
  const settle = async (status: Cluster["status"], operationId: string, uuids?: Set<string>) => {
    for (;;) {
      const seen = await swarmMode.observeCluster(context, { ...snapshot(status), operationId });
      const about = seen.nodeGroups.filter((one) => uuids?.has(one.nodeGroupUuid) ?? true);
      if (about.every((one) => one.kind === "absent" || !one.status.endsWith("_IN_PROGRESS")))
        return { ...seen, about };
      await cloud.clock.wait(5000);
    }
  };
  const settleCluster = async (status: Cluster["status"], operationId: string) => {
    const { nodeGroups, attributes } = await settle(status, operationId);
    const [masters, workers] = nodeGroups;
    if (!masters || !workers) throw new Error("node groups are missing");
    return { masters, workers, attributes };
  };
  const settleGroup = async (group: NodeGroup, operationId: string): Promise<Observed> => {
    const uuids = new Set([group.uuid]);
    const [seen] = (await settle("UPDATE_COMPLETE", operationId, uuids)).about;
    if (!seen) throw new Error("the node group is missing");
    groups.set(group.uuid, { ...group, status: "UPDATE_COMPLETE" });
    return seen;
  };
  const requestOf = (group: NodeGroup, operationId: string) => {
    groups.set(group.uuid, group);
    return { ...snapshot("UPDATE_COMPLETE"), nodeGroup: group, operationId };
  };
  const known = (uuid: string): NodeGroup => {
    const group = groups.get(uuid);
    if (!group) throw new Error(`there is no node group ${uuid}`);
    return group;
  };
  const askForGroup = async (change: Partial<NodeGroup>) => {
    const group = aNodeGroup({ imageId: "ubuntu-22.04", ...change });
    const operationId = `create-group-${++operation}`;
    const request = { ...requestOf(group, operationId), timeoutMinutes: 60 };
    const accepted = await repeat(() => facet.createNodeGroup(context, request));
    return { group, operationId, accepted };
  };

  return {
    cloud,
    /** What creating the cluster would make. */
    plan(workers: number) {
      workerCount = workers;
      const planned = swarmMode.plan?.planCluster(snapshot("CREATE_IN_PROGRESS"), {
        givesCredentials: true,
        operator: context.operator,
      });
      return planned ?? [];
    },
    async create(workers: number) {
      workerCount = workers;
      const operationId = `create-${++operation}`;
      const request = { ...snapshot("CREATE_IN_PROGRESS"), operationId, timeoutMinutes: 60 };
      ({ backingRef } = await repeat(() => swarmMode.createCluster(context, request)));
      return settleCluster("CREATE_IN_PROGRESS", operationId);
    },
    async resize(workers: number, nodesToRemove: readonly string[]) {
      workerCount = workers;
      const operationId = `update-${++operation}`;
      const request = { ...snapshot("UPDATE_IN_PROGRESS"), operationId };
      await repeat(() =>
        swarmMode.updateCluster(context, {
          ...request,
          nodesToRemove,
          nodesMayBeGone: false,
          rollback: false,
        }),
      );
      return settleCluster("UPDATE_IN_PROGRESS", operationId);
    },
    /** Has all nodes take over new certificates. */
    async rotate() {
      const operationId = `rotate-${++operation}`;
      for (const [uuid, group] of groups)
        groups.set(uuid, { ...group, status: "UPDATE_IN_PROGRESS" });
      const request = { ...snapshot("UPDATE_IN_PROGRESS"), operationId };
      const { certificates } = swarmMode;
      if (!certificates) throw new Error("swarm mode cannot rotate");
      await repeat(() => certificates.rotateCaCertificate(context, request));
      const seen = await settle("UPDATE_IN_PROGRESS", operationId);
      for (const [uuid, group] of groups) groups.set(uuid, { ...group, status: "UPDATE_COMPLETE" });
      return seen.nodeGroups;
    },
    /** Asks for a node group and does not wait; its stack is never put on record. */
    beginGroup: askForGroup,
    async addGroup(change: Partial<NodeGroup> = {}) {
      const { group, operationId, accepted } = await askForGroup(change);
      return settleGroup({ ...group, ...accepted }, operationId);
    },
    async resizeGroup(
      uuid: string,
      nodeCount: number,
      nodesToRemove: readonly string[],
      change: Partial<NodeGroup> = {},
    ) {
      const operationId = `update-group-${++operation}`;
      const group = {
        ...known(uuid),
        ...change,
        nodeCount,
        status: "UPDATE_IN_PROGRESS" as const,
      };
      const request = {
        ...requestOf(group, operationId),
        nodesToRemove,
        nodesMayBeGone: false,
        rollback: false,
      };
      await repeat(() => facet.updateNodeGroup(context, request));
      return settleGroup(group, operationId);
    },
    async removeGroup(uuid: string) {
      const operationId = `delete-group-${++operation}`;
      const group = { ...known(uuid), status: "DELETE_IN_PROGRESS" as const };
      const request = requestOf(group, operationId);
      await repeat(() => facet.deleteNodeGroup(context, request));
      const seen = await settleGroup(group, operationId);
      groups.delete(uuid);
      return seen;
    },
    /** Deletes the cluster, trying again for as long as the driver says so. */
    async remove() {
      const operationId = `delete-${++operation}`;
      workerCount = 0;
      for (const [uuid, group] of groups)
        groups.set(uuid, { ...group, status: "DELETE_IN_PROGRESS" });
      const request = { ...snapshot("DELETE_IN_PROGRESS"), operationId };
      const reasons = new Set<string>();
      for (let accepted = false; !accepted; ) {
        try {
          await repeat(() => swarmMode.deleteCluster(context, request));
          accepted = true;
        } catch (error) {
          if (!isRetryable(error)) throw error;
          reasons.add(error.message);
          await cloud.clock.wait(5000);
        }
      }
      const { about } = await settle("DELETE_IN_PROGRESS", operationId);
      return { kinds: about.map(({ kind }) => kind), reasons: [...reasons] };
    },
  };
}

function nodeGroupsFacet() {
  if (swarmMode.nodeGroups) return swarmMode.nodeGroups;
  throw new Error("swarm mode has no node groups");
}

function isRetryable(error: unknown): error is Error {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}

/** The addresses that were seen in a node group. */
export function addressesOf(group: Observed): readonly string[] {
  return (group.kind === "present" ? group.nodeAddresses : undefined) ?? [];
}

/** Ends the cloud of every test. */
export function clouds() {
  const running: Simulator[] = [];
  return {
    async begin(...given: Parameters<typeof simulatedCluster>) {
      const cluster = await simulatedCluster(...given);
      running.push(cluster.cloud);
      return cluster;
    },
    close: async () => {
      await Promise.all(running.splice(0).map((cloud) => cloud.close()));
    },
  };
}
