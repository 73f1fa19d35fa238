import {
  type Cluster,
  type ClusterRequest,
  type ClusterTemplateRequest,
  isMaster,
} from "@jeroboam/core";
import { kubernetes } from "@jeroboam/driver-kubernetes";
import { failingGuest, type SimulatorOptions } from "@jeroboam/openstack-simulator";
import { describe, expect, it, type TestContext } from "vitest";
import { made, simulatedManager } from "./simulated-manager.ts";

const TEMPLATE = { name: "kubernetes", coe: "kubernetes" } as const;

interface Wish {
  readonly template?: Partial<ClusterTemplateRequest>;
  readonly cluster?: Partial<ClusterRequest>;
  readonly cloud?: SimulatorOptions;
}

/** A requester of a simulated cloud that has this driver. */
async function begin(context: TestContext, { template, cluster, cloud }: Wish) {
  const { simulator, ...bench } = await simulatedManager(context, {
    driver: kubernetes,
    template: { ...TEMPLATE, ...template },
    cloud,
  });
  const request = {
    name: "c1",
    clusterTemplateId: TEMPLATE.name,
    createTimeoutMinutes: 600,
    ...cluster,
  };
  return { ...bench, inspection: simulator.inspection, request };
}

const userDataOf = (servers: readonly { readonly name: string; readonly userData: string }[]) =>
  servers.map(({ userData }) => userData).join("\n");
const addressesOf = (cluster: Cluster | undefined, name: string) =>
  cluster?.nodeGroups.find((group) => group.name === name)?.nodeAddresses ?? [];

describe("the life of a Kubernetes cluster on a simulated cloud", { timeout: 60_000 }, () => {
  it("makes it as planned, shrinks by the node named, grows, and leaves nothing", async (context) => {
    const { inspection, view, request, finished, seed } = await begin(context, {
      cluster: { nodeCount: 3, labels: { kube_tag: "v1.30.4" } },
    });
    const { resources } = await view.clusters.plan(request);
    const created = await finished(view.clusters.create(request));
    expect(created).toMatchObject({ status: "CREATE_COMPLETE", coeVersion: "v1.30.4" });
    const [master] = created?.nodeGroups.filter(isMaster) ?? [];
    expect(created?.apiAddress).toBe(`https://${master?.nodeAddresses[0]}:6443`);
    const planned = resources.map(({ path, type }) => `${path.join("/")} ${type}`);
    expect(planned.toSorted()).toEqual(made({ inspection }));

    // The key that makes a master is on masters alone.
    for (const server of inspection.servers()) {
      expect(server.userData).not.toMatch(/'@[A-Z_]+@'/);
      expect(server.userData.includes("BEGIN PRIVATE KEY")).toBe(/-master-\d+$/.test(server.name));
    }

    const [first = "", second = "", third = ""] = addressesOf(created, "default-worker");
    const shrunk = await finished(
      view.clusters.resize("c1", { nodeCount: 2, nodesToRemove: [second] }),
    );
    expect(addressesOf(shrunk, "default-worker")).toEqual([first, third]);
    const grown = await finished(view.clusters.resize("c1", { nodeCount: 3 }));
    expect(addressesOf(grown, "default-worker")).toHaveLength(3);

    await finished(view.clusters.delete("c1"));
    expect(inspection.counts()).toEqual(seed);
  });

  it("has three masters that know each other, behind a load balancer", async (context) => {
    const { inspection, view, request, finished, seed } = await begin(context, {
      template: { masterLbEnabled: true, dockerVolumeSizeGib: 5 },
      cluster: { masterCount: 3, nodeCount: 1 },
    });
    const created = await finished(view.clusters.create(request));
    expect(created).toMatchObject({ status: "CREATE_COMPLETE" });
    expect(created?.apiAddress).toMatch(/^https:\/\/172\.24\.[\d.]+:6443$/);
    const known = userDataOf(inspection.servers()).matchAll(/MASTER_ADDRESSES='([\d. ]+)'/g);
    for (const [, addresses = ""] of known) expect(addresses.split(" ")).toHaveLength(3);
    await finished(view.clusters.delete("c1"));
    expect(inspection.counts()).toEqual(seed);
  });

  it("adds a node group with labels and taints in an existing network", async (context) => {
    const { inspection, view, request, finished, seed } = await begin(context, {
      template: {
        fixedNetwork: "private",
        fixedSubnet: "private-subnet",
        floatingIpEnabled: false,
      },
      cluster: { nodeCount: 0, labels: { flannel_network_cidr: "10.200.0.0/16" } },
    });
    await finished(view.clusters.create(request));
    const old = new Set(inspection.servers().map(({ id }) => id));
    await finished(
      view.nodeGroups.create("c1", {
        name: "gpu",
        role: "gpu",
        nodeCount: 2,
        labels: { availability_zone: "nova" },
        nodeLabels: { disk: "ssd" },
        nodeTaints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }],
      }),
    );
    const added = inspection.servers().filter(({ id }) => !old.has(id));
    expect(added).toHaveLength(2);
    const text = userDataOf(added);
    for (const setting of [
      "NODE_GROUP='gpu'",
      "NODE_LABELS='disk=ssd'",
      "NODE_TAINTS='gpu=yes:NoSchedule'",
      "POD_NETWORK='10.200.0.0/16'",
    ])
      expect(text).toContain(setting);
    expect(text).not.toContain("BEGIN PRIVATE KEY");
    await finished(view.clusters.delete("c1"));
    expect(inspection.counts()).toEqual(seed);
  });

  it("has its nodes take over new authorities in two phases, and a new login", async (context) => {
    const { inspection, view, request, finished, seed } = await begin(context, {
      cluster: { nodeCount: 2 },
    });
    await finished(view.clusters.create(request));
    const ids = () => inspection.servers().map(({ id }) => id);
    const before = ids();
    const known = async () => [
      (await view.clusters.caCertificate("c1")).split("BEGIN").length - 1,
      (await view.clusters.caCertificate("c1", "etcd")).split("BEGIN").length - 1,
    ];
    await finished(view.clusters.rotateCaCertificate("c1", { phase: "prepare" }));
    expect(await known()).toEqual([2, 2]);
    await finished(view.clusters.rotateCaCertificate("c1", { phase: "complete" }));
    expect(await known()).toEqual([1, 1]);
    await finished(view.clusters.rotateCredential("c1"));
    expect(ids()).toEqual(before);
    const generations = inspection.servers().map(({ metadata }) => metadata["jeroboam_generation"]);
    expect(generations).toEqual(["4", "4", "4"]);
    await finished(view.clusters.delete("c1"));
    expect(inspection.counts()).toEqual(seed);
  });

  it("says what a node said when it gave up", async (context) => {
    const { view, request, finished } = await begin(context, {
      cloud: { guests: failingGuest("step programs failed: the image lacks kubelet") },
    });
    await expect(finished(view.clusters.create(request))).rejects.toThrow(
      /(masters|workers)\/0\/wait_condition: step programs failed: the image lacks kubelet/,
    );
  });
});
