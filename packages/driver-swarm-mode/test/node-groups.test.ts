import { afterEach, describe, expect, it } from "vitest";
import { aNodeGroup } from "@jeroboam/driver-bench";
import { addressesOf, clouds } from "./simulated-cluster.ts";

const { begin, close } = clouds();
afterEach(close);
const { uuid } = aNodeGroup();

describe("a node group's life on a simulated cloud", { timeout: 60_000 }, () => {
  it("adds nodes of another kind that join by the managers, grows, shrinks by the node named, and goes alone", async () => {
    const life = await begin({ masterCount: 3, cluster: { masterLbEnabled: true } });
    const { inspection } = life.cloud;
    const empty = inspection.counts();
    const { workers } = await life.create(1);
    const before = inspection.counts();
    const old = new Set(inspection.servers().map(({ id }) => id));
    const ofGroup = () => inspection.servers().filter(({ id }) => !old.has(id));

    const added = await life.addGroup({
      name: "big",
      role: "storage",
      flavorId: "m1.medium",
      dockerVolumeSizeGib: 5,
      nodeLabels: { disk: "ssd" },
    });
    expect(added).toMatchObject({ kind: "present", status: "CREATE_COMPLETE", nodeCount: 2 });
    const made = ofGroup();
    expect(made).toHaveLength(2);
    const managers = /MASTER_ADDRESSES='([\d. ]+)'/;
    for (const { name, userData } of made) {
      expect(name).toMatch(/^blue-whale-big-[a-z2-7]{12}-node-[01]$/);
      expect(managers.exec(userData)?.[1]?.split(" ")).toHaveLength(3);
      expect(userData).toContain("ROLE='worker'");
      expect(userData).toContain("org.openstack.magnum.nodegroup=big");
      expect(userData).toContain("org.openstack.magnum.role=storage");
      expect(userData).toContain("disk=ssd");
      expect(userData).not.toMatch(/@[A-Z_]+@|%[A-Z_]+%/);
    }
    expect(inspection.counts()).toMatchObject({
      stacks: before.stacks + 1,
      servers: before.servers + 2,
      volumes: before.volumes + 2,
      networks: before.networks,
      securityGroups: before.securityGroups,
    });

    const grown = await life.resizeGroup(uuid, 3, [], { nodeLabels: { disk: "slow" } });
    expect(grown).toMatchObject({ status: "UPDATE_COMPLETE", nodeCount: 3 });
    expect(ofGroup().map(({ userData }) => /disk=\w+/.exec(userData)?.[0])).toEqual(
      Array.from({ length: 3 }, () => "disk=ssd"),
    );
    const [first = "", second, third] = addressesOf(grown);
    const shrunk = await life.resizeGroup(uuid, 2, [first]);
    expect(addressesOf(shrunk)).toEqual([second, third]);

    for (const id of old)
      await expect(life.resizeGroup(uuid, 1, [id])).rejects.toMatchObject({
        code: "JRB_NODE_NOT_FOUND",
      });
    const [unwanted, wanted] = ofGroup();
    await life.resizeGroup(uuid, 1, [unwanted?.id ?? ""]);
    expect(ofGroup().map(({ id }) => id)).toEqual([wanted?.id]);
    await life.resizeGroup(uuid, 0, [wanted?.name ?? ""]);
    expect(ofGroup()).toEqual([]);

    const resized = await life.resize(2, []);
    expect(addressesOf(resized.workers)[0]).toBe(addressesOf(workers)[0]);
    await life.resize(1, []);

    expect(await life.removeGroup(uuid)).toMatchObject({ kind: "absent" });
    expect(inspection.counts()).toEqual(before);
    await life.remove();
    expect(inspection.counts()).toEqual(empty);
  });

  it("joins an existing network, without floating IPs", async () => {
    const life = await begin({
      cluster: { floatingIpEnabled: false, fixedNetwork: "private" },
      template: { externalNetworkId: null },
    });
    const empty = life.cloud.inspection.counts();
    await life.create(0);
    const added = await life.addGroup();
    expect(addressesOf(added)).toEqual([
      expect.stringMatching(/^10\.66\./),
      expect.stringMatching(/^10\.66\./),
    ]);
    expect(life.cloud.inspection.counts().floatingIps).toBe(empty.floatingIps);
    await life.remove();
    expect(life.cloud.inspection.counts()).toEqual(empty);
  });

  it("ends with the cluster also while it is being made and nobody recorded its stack", async () => {
    const life = await begin({});
    const empty = life.cloud.inspection.counts();
    await life.create(1);
    await life.beginGroup({});
    const { kinds, reasons } = await life.remove();
    expect(kinds).toEqual(["absent", "absent", "absent"]);
    // Without the engine, which lets the groups go first, the driver is asked until they are gone.
    expect(new Set(reasons)).toEqual(
      new Set(["Cluster blue_whale goes after its node groups, and Heat is still deleting more."]),
    );
    expect(life.cloud.inspection.counts()).toEqual(empty);
  });
});
