import { describe, expect, it } from "vitest";
import type { ClusterTemplateChange } from "../cluster/cluster-template.ts";
import { admin, alice, mallory } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

async function templateBench(request = {}) {
  const bench = managerBench();
  const template = await bench.template(request);
  bench.clock.advance(1000);
  const { clusterTemplates } = bench.manager.as(alice);
  return {
    ...bench,
    template,
    update: (change: ClusterTemplateChange, options = {}) =>
      clusterTemplates.update("template", change, options),
    stored: () => clusterTemplates.get(template.uuid),
  };
}

describe("updating a cluster template", () => {
  it("sets what is given and keeps the rest", async () => {
    const bench = await templateBench({ labels: { colour: "red" }, keypairId: "testkey" });
    const after = await bench.update({ labels: { colour: "blue" }, keypairId: null });
    expect(after).toEqual({
      ...bench.template,
      labels: { colour: "blue" },
      keypairId: null,
      version: 2,
      updatedAt: bench.clock.now(),
    });
    expect(await bench.stored()).toEqual(after);
  });

  it("that changes nothing writes nothing", async () => {
    const bench = await templateBench();
    expect(await bench.update({ flavorId: "m1.small" })).toEqual(bench.template);
    expect(await bench.stored()).toEqual(bench.template);
  });

  // api.md 3.5: validators run again
  it.each<[string, ClusterTemplateChange, string]>([
    ["an unknown image", { imageId: "nope" }, "JRB_IMAGE_NOT_FOUND"],
    ["an unknown flavor", { flavorId: "nope" }, "JRB_FLAVOR_NOT_FOUND"],
    ["an unknown network", { fixedNetwork: "nope" }, "JRB_FIXED_NETWORK_NOT_FOUND"],
    [
      "another COE's network driver",
      { networkDriver: "calico" },
      "JRB_NETWORK_DRIVER_NOT_SUPPORTED",
    ],
    ["another COE's volume driver", { volumeDriver: "cinder" }, "JRB_VOLUME_DRIVER_NOT_SUPPORTED"],
    ["a label nobody can read", { labels: { swarm_strategy: "x" } }, "JRB_LABEL_INVALID"],
    ["an image no driver works with", { imageId: "plan9" }, "JRB_CLUSTER_TYPE_NOT_SUPPORTED"],
    ["a COE no driver makes", { coe: "swarm" }, "JRB_CLUSTER_TYPE_NOT_SUPPORTED"],
    ["a driver nobody registered", { driver: "nope" }, "JRB_DRIVER_NOT_FOUND"],
    ["a port out of range", { apiserverPort: 1 }, "JRB_INVALID_REQUEST"],
  ])("to %s is refused and changes nothing", async (_what, change, code) => {
    const bench = await templateBench();
    await expect(bench.update(change)).rejects.toMatchObject({ code });
    expect(await bench.stored()).toEqual(bench.template);
  });

  // api.md 3.5: a changed public/hidden needs publish
  it("to public or hidden is for admins, a change beside it is not", async () => {
    const bench = await templateBench();
    for (const change of [{ public: true }, { hidden: true }])
      await expect(bench.update(change)).rejects.toMatchObject({
        code: "JRB_NOT_AUTHORIZED",
        details: { reason: "publish" },
      });
    const { clusterTemplates } = bench.manager.as(admin);
    await clusterTemplates.update(bench.template.uuid, { public: true });
    expect(await bench.update({ tags: "a" })).toMatchObject({ public: true, tags: "a" });
  });

  it("of another project's public template is refused", async () => {
    const bench = await templateBench();
    await bench.manager.as(admin).clusterTemplates.update(bench.template.uuid, { public: true });
    const stranger = bench.manager.as(mallory).clusterTemplates;
    const refused = { code: "JRB_NOT_AUTHORIZED" };
    await expect(stranger.update("template", { name: "mine" })).rejects.toMatchObject(refused);
    await expect(stranger.delete("template")).rejects.toMatchObject(refused);
  });

  it("makes up a name where it is taken away, and the COE's network driver", async () => {
    const bench = await templateBench({ networkDriver: "flannel" });
    const after = await bench.update({ name: null, networkDriver: null });
    expect(after.name).toMatch(/^[a-z]+-\d+-template$/);
    expect(after.networkDriver).toBe("docker");
  });

  it("to another image asks again which driver and distribution it is for", async () => {
    const bench = await templateBench();
    expect(bench.template).toMatchObject({ driver: "fake", clusterDistro: "debian" });
    expect(await bench.update({ imageId: "newer", driver: null })).toMatchObject({
      imageId: "newer",
      driver: "fake",
    });
    expect(await bench.update({ driver: null })).toMatchObject({ driver: "fake", version: 2 });
  });

  it("for another version is refused, and so is deleting", async () => {
    const bench = await templateBench();
    await bench.update({ tags: "a" }, { ifVersion: 1 });
    const refused = { code: "JRB_VERSION_MISMATCH" };
    await expect(bench.update({ tags: "b" }, { ifVersion: 1 })).rejects.toMatchObject(refused);
    const { clusterTemplates } = bench.manager;
    await expect(clusterTemplates.delete("template", { ifVersion: 1 })).rejects.toMatchObject(
      refused,
    );
    await clusterTemplates.delete("template", { ifVersion: 2 });
    expect(await clusterTemplates.list()).toEqual([]);
  });

  it("by several at once loses nobody's change", async () => {
    const bench = await templateBench();
    await Promise.all([
      bench.update({ tags: "a" }),
      bench.update({ httpProxy: "http://p" }),
      bench.update({ keypairId: "testkey" }),
    ]);
    expect(await bench.stored()).toMatchObject({
      tags: "a",
      httpProxy: "http://p",
      keypairId: "testkey",
      version: 4,
    });
  });

  it("by several at once for one version succeeds for one", async () => {
    const bench = await templateBench();
    const answers = await Promise.allSettled(
      ["a", "b", "c"].map((tags) => bench.update({ tags }, { ifVersion: 1 })),
    );
    const refused = answers.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    const mismatch = expect.objectContaining({ code: "JRB_VERSION_MISMATCH" });
    expect(refused).toEqual([mismatch, mismatch]);
  });
});

// api.md 3.5: in use by any cluster
describe("updating a cluster template that clusters use", () => {
  async function usedBench() {
    const bench = await templateBench({ tags: "old" });
    await bench.create();
    const { clusterTemplates } = bench.manager.as(admin);
    return {
      update: (change: ClusterTemplateChange) =>
        clusterTemplates.update(bench.template.uuid, change),
    };
  }

  it.each<[string, ClusterTemplateChange]>([
    ["its name", { name: "other" }],
    ["its tags", { tags: "a,b" }],
    ["it to public", { public: true }],
    ["it to hidden", { hidden: true }],
    ["it to what it is", { flavorId: "m1.small" }],
  ])("may change %s", async (_what, change) => {
    const { update } = await usedBench();
    expect(await update(change)).toMatchObject(change);
  });

  it.each<[string, ClusterTemplateChange]>([
    ["two things at once", { name: "other", hidden: true }],
    ["its labels", { labels: { colour: "red" } }],
    ["its image", { imageId: "newer" }],
    ["its tags to none", { tags: null }],
  ])("may not change %s", async (_what, change) => {
    const { update } = await usedBench();
    await expect(update(change)).rejects.toMatchObject({ code: "JRB_TEMPLATE_IN_USE" });
  });

  it("may not take it back from the public", async () => {
    const { update } = await usedBench();
    await update({ public: true });
    await expect(update({ public: false })).rejects.toMatchObject({ code: "JRB_TEMPLATE_IN_USE" });
  });
});
