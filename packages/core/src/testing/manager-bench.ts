import { createCertificateAuthority } from "../certificates/certificate-authority.ts";
import { createX509KeyPairCertManager } from "../certificates/x509keypair-cert-manager.ts";
import type { ClusterRequest } from "../cluster/cluster.ts";
import type { Logger } from "../engine/logger.ts";
import type { ClusterEvent } from "../events/event.ts";
import { createClusterManager } from "../manager/create-cluster-manager.ts";
import type { OperatorRules } from "../manager/operator-rules.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";
import { fakeCloud } from "./fake-cloud.ts";
import { fakeDriver } from "./fake-driver.ts";
import { FakeStacks } from "./fake-stacks.ts";
import { manualClock } from "./manual-clock.ts";

/** A manager on fakes whose time and operations a test drives by hand. */
export function managerBench(
  options: {
    givesCredentials?: boolean;
    seesAllProjects?: boolean;
    rules?: Partial<OperatorRules>;
    log?: Logger;
    store?: Store;
    driver?: typeof fakeDriver;
  } = {},
) {
  const clock = manualClock();
  const stacks = new FakeStacks();
  const cloud = fakeCloud(stacks, options);
  const { store = createMemoryStore() } = options;
  const certificates = createCertificateAuthority(
    store.authorities,
    createX509KeyPairCertManager(store.keyPairs),
    { clock, keyType: "p256" },
  );
  const open = (shared: Store = store) =>
    createClusterManager({
      drivers: [options.driver ?? fakeDriver],
      certificates,
      cloud,
      store: shared,
      clock,
      runOperations: false,
      ...(options.log ? { log: options.log } : {}),
      ...options.rules,
    });
  const manager = open();
  return {
    clock,
    stacks,
    cloud,
    store,
    certificates,
    manager,
    /** Another process on the same store. */
    open,
    template: (request = {}) =>
      manager.clusterTemplates.create({
        name: "template",
        coe: "swarm-mode",
        imageId: "debian",
        externalNetworkId: "public",
        flavorId: "m1.small",
        ...request,
      }),
    create: (request: Partial<ClusterRequest> = {}) =>
      manager.clusters.create({
        name: "c1",
        clusterTemplateId: "template",
        nodeCount: 2,
        ...request,
      }),
    /** Runs operations, and the clock, until nothing is due within the hour or the limit is reached. */
    async settle(limitMs = 3_600_000) {
      for (let passed = 0; passed <= limitMs; passed += 1000) {
        await manager.runDueOperations();
        if ((await store.operations.nextDue(clock.now())) === undefined) return;
        clock.advance(1000);
      }
    },
    events: (): Promise<readonly ClusterEvent[]> => store.events.after(0, {}),
  };
}
