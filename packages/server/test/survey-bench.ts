import {
  type Clock,
  createClusterManager,
  createMemoryCertificateAuthority,
  createMemoryStore,
  type Requester,
} from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createCallMeter,
  createSession,
  deleteStack,
  deleteTrust,
  sessionOptionsFromEnvironment,
} from "@jeroboam/openstack-client";
import { openStackCloud, trustCredentials } from "@jeroboam/openstack-client/cloud";
import { type SimulatorOptions, startSimulator } from "@jeroboam/openstack-simulator";
import type { TestContext } from "vitest";

export interface SurveyBenchOptions extends SimulatorOptions {
  /** The service's own session is an admin's and may list the stacks of all projects. */
  readonly listsAllStacks?: boolean;
}

/** A conductor before a simulated cloud whose time a test moves on, and every call that it makes. */
export type SurveyBench = Awaited<ReturnType<typeof surveyBench>>;

export async function surveyBench(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  { listsAllStacks = false, ...options }: SurveyBenchOptions = {},
) {
  const calls: string[] = [];
  const simulator = await startSimulator({
    clock: { mode: "manual" },
    globalStackIndex: listsAllStacks,
    onServed: ({ service, operation }) => void calls.push(`${service} ${operation}`),
    ...options,
  });
  const clock: Clock = {
    now: () => simulator.clock.date(),
    // Nothing here waits for time to pass by itself.
    sleep: (_ms, signal) =>
      new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true })),
  };
  const calling = createCallMeter(clock);
  const sessionOf = (user: string) =>
    createSession({
      ...sessionOptionsFromEnvironment(simulator.environment(user)),
      clock,
      meter: calling,
      retry: { limit: 0 },
    });
  const session = sessionOf(listsAllStacks ? "admin" : "magnum");
  const { authUrl, region, trusteeDomainId } = simulator;
  const connection = { authUrl, region, clock, meter: calling, retry: { limit: 0 } };
  const domainAdmin = sessionOf("magnum_domain_admin");
  const store = createMemoryStore();
  const cloud = openStackCloud({
    session,
    connection,
    credentials: [trustCredentials({ connection, domainAdmin, trusteeDomainId })],
    endpoints: { identity: authUrl, containerInfra: "http://127.0.0.1/v1" },
    listsAllStacks,
  });
  const manager = createClusterManager({
    drivers: [swarmMode],
    certificates: createMemoryCertificateAuthority({ keyBits: 512, clock }),
    cloud,
    store,
    clock,
    runOperations: false,
    maxClustersPerProject: 1000,
  });
  onTestFinished(async () => {
    await manager.close();
    await simulator.close();
  });
  const requesters = new Map<string, Promise<Requester>>();
  const as = async (user: string) => {
    const requester = requesters.get(user) ?? openStackCloud({ session: sessionOf(user) }).self();
    requesters.set(user, requester);
    return manager.as(await requester);
  };
  const pass = async (ms: number, stepMs = 1000) => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      simulator.clock.advance(stepMs);
      await manager.runDueOperations();
    }
  };
  return {
    simulator,
    store,
    calls,
    clock,
    as,
    /** Does what a user does by hand, in Heat. */
    heatOf: (user: string) => sessionOf(user).service("orchestration"),
    async removeStack(user: string, id: string): Promise<void> {
      await deleteStack(sessionOf(user).service("orchestration"), id);
      simulator.clock.advance(120_000);
    },
    /** Takes back what a cluster acts with. */
    async revokeTrust(user: string, clusterUuid: string): Promise<void> {
      const credential = await store.credentials.find(clusterUuid);
      const trustId = credential?.kind === "trust" ? credential.trustId : "";
      await deleteTrust(sessionOf(user).service("identity"), trustId);
    },
    /** Lets time pass step by step, and does what falls due. */
    pass,
    /** Makes as many clusters of a user, with a template of the user's own; answers their uuids. */
    async clusters(user: string, count: number): Promise<readonly string[]> {
      const view = await as(user);
      await view.clusterTemplates.create({ ...TEMPLATE, name: user });
      const uuids: string[] = [];
      for (let index = 0; index < count; index += 1) {
        const request = { name: `c${index}`, clusterTemplateId: user, nodeCount: 0 };
        uuids.push((await view.clusters.create(request)).cluster.uuid);
      }
      return uuids;
    },
    async statuses(): Promise<Readonly<Record<string, number>>> {
      const clusters = await store.clusters.list({});
      return Object.fromEntries(
        Array.from(
          Map.groupBy(clusters, ({ status }) => status),
          ([status, some]) => [status, some.length],
        ),
      );
    },
    /** Lets time pass until nothing is under way. */
    async settle(): Promise<void> {
      for (let rounds = 0; rounds < 200; rounds += 1) {
        await pass(5000, 5000);
        const clusters = await store.clusters.list({});
        if (clusters.every(({ status }) => !status.endsWith("IN_PROGRESS"))) return;
      }
      throw new Error("something is under way for ever");
    },
  };
}

const TEMPLATE = {
  coe: "swarm-mode",
  imageId: "ubuntu-22.04",
  flavorId: "m1.small",
  masterFlavorId: "m1.small",
  keypairId: "testkey",
  externalNetworkId: "public",
};
