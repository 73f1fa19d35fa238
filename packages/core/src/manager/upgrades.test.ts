import { describe, expect, it } from "vitest";
import { managerBench } from "../testing/manager-bench.ts";

async function clusterBench(template = {}) {
  const bench = managerBench();
  await bench.template(template);
  await bench.create();
  await bench.settle();
  await bench.template({ name: "newer", labels: { colour: "green" } });
  return { ...bench, cluster: () => bench.manager.clusters.get("c1") };
}

const refused = (code: string) => expect.objectContaining({ code });

describe("an upgrade", () => {
  it("puts the new template's software on the nodes and takes over its labels", async () => {
    const bench = await clusterBench();
    const target = await bench.manager.clusterTemplates.get("newer");
    const { cluster, operation } = await bench.manager.clusters.upgrade("c1", {
      clusterTemplate: "newer",
    });
    expect(cluster.status).toBe("UPDATE_IN_PROGRESS");
    expect(operation).toMatchObject({ kind: "upgrade", input: { maxBatchSize: 1 } });
    await bench.settle();
    expect(await bench.cluster()).toMatchObject({
      status: "UPDATE_COMPLETE",
      clusterTemplateId: target.uuid,
      labels: { colour: "green" },
      nodeGroups: [{ labels: { colour: "green" } }, { labels: { colour: "green" } }],
    });
    expect(bench.stacks.byCluster.get(cluster.uuid)?.software).toBe("green");
    // Nobody uses the former one any more.
    await bench.manager.clusterTemplates.delete("template");
  });

  it("of one node group leads to the cluster's own template only", async () => {
    const bench = await clusterBench({ labels: { colour: "blue" } });
    const { nodeGroup } = await bench.manager.nodeGroups.create("c1", { name: "big" });
    await bench.settle();
    const upgrade = (clusterTemplate: string) =>
      bench.manager.clusters.upgrade("c1", { clusterTemplate, nodeGroup: "big" });
    await expect(upgrade("newer")).rejects.toEqual(refused("JRB_UPGRADE_TEMPLATE_INVALID"));
    await upgrade("template");
    await bench.settle();
    expect(bench.stacks.byCluster.get(nodeGroup.uuid)?.software).toBe("blue");
    expect((await bench.cluster()).status).toBe("UPDATE_COMPLETE");
  });

  it("is refused to a template that the driver does not take", async () => {
    const bench = await clusterBench();
    await bench.template({ name: "plain" });
    await expect(
      bench.manager.clusters.upgrade("c1", { clusterTemplate: "plain" }),
    ).rejects.toMatchObject({
      code: "JRB_UPGRADE_TEMPLATE_INVALID",
      message: "Cluster Template is not valid for upgrade: it names no colour",
    });
  });

  it("keeps its template from being deleted before it is there", async () => {
    const bench = await clusterBench();
    await bench.manager.clusters.upgrade("c1", { clusterTemplate: "newer" });
    await expect(bench.manager.clusterTemplates.delete("newer")).rejects.toEqual(
      refused("JRB_TEMPLATE_IN_USE"),
    );
    await bench.settle();
    expect((await bench.cluster()).status).toBe("UPDATE_COMPLETE");
  });

  it("is refused to a template whose clusters work without certificates", async () => {
    const bench = await clusterBench();
    await bench.template({ name: "bare", labels: { colour: "red" }, tlsDisabled: true });
    await expect(bench.manager.clusters.upgrade("c1", { clusterTemplate: "bare" })).rejects.toEqual(
      refused("JRB_UPGRADE_TEMPLATE_INVALID"),
    );
  });

  it("of the workers is told to the driver as theirs", async () => {
    const bench = await clusterBench();
    const { operation } = await bench.manager.clusters.upgrade("c1", {
      clusterTemplate: "newer",
      nodeGroup: "default-worker",
    });
    const { nodeGroups } = await bench.cluster();
    const workers = nodeGroups.find(({ name }) => name === "default-worker");
    expect(operation?.input.upgradedGroup).toBe(workers?.uuid);
    await bench.settle();
    expect(bench.stacks.upgraded).toEqual(["default-worker"]);
  });

  it("is refused while the cluster changes", async () => {
    const bench = await clusterBench();
    await bench.manager.clusters.resize("c1", { nodeCount: 3 });
    await expect(
      bench.manager.clusters.upgrade("c1", { clusterTemplate: "newer" }),
    ).rejects.toEqual(refused("JRB_OPERATION_NOT_ALLOWED"));
  });

  it("that fails leaves a cluster that says so", async () => {
    const bench = await clusterBench();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.upgrade("c1", { clusterTemplate: "newer" });
    await bench.settle();
    expect(await bench.cluster()).toMatchObject({ status: "UPDATE_FAILED" });
  });
});

describe("the rotation of the certificate authority", () => {
  it("hands a new one to the nodes", async () => {
    const bench = await clusterBench();
    const { uuid } = await bench.cluster();
    await bench.manager.clusters.rotateCaCertificate("c1");
    await bench.settle();
    expect((await bench.cluster()).status).toBe("UPDATE_COMPLETE");
    const first = bench.stacks.byCluster.get(uuid)?.software;
    expect(first).toContain("BEGIN CERTIFICATE");
    await bench.manager.clusters.rotateCaCertificate("c1");
    await bench.settle();
    expect(bench.stacks.byCluster.get(uuid)?.software).not.toBe(first);
  });

  it("that is refused leaves the authority that the nodes have", async () => {
    const bench = await clusterBench();
    const { uuid } = await bench.cluster();
    const before = await bench.certificates.caCertificatePem(uuid);
    bench.stacks.faults.push(new Error("no"));
    await bench.manager.clusters.rotateCaCertificate("c1");
    await bench.settle();
    expect((await bench.cluster()).status).toBe("UPDATE_FAILED");
    expect(await bench.certificates.caCertificatePem(uuid)).toBe(before);
  });

  it("needs certificates", async () => {
    const bench = await clusterBench({ tlsDisabled: true });
    await expect(bench.manager.clusters.rotateCaCertificate("c1")).rejects.toEqual(
      refused("JRB_TLS_DISABLED"),
    );
  });
});

describe("a plan", () => {
  it("tells what a create would make, and makes nothing", async () => {
    const bench = await clusterBench();
    const requests = bench.stacks.requests.length;
    const { driver, resources, cluster } = await bench.manager.clusters.plan({
      clusterTemplateId: "template",
      nodeCount: 2,
    });
    expect(driver).toBe("fake");
    expect(resources).toEqual([
      { type: "Fake::Node", path: ["default-master", "0"] },
      { type: "Fake::Node", path: ["default-worker", "0"] },
      { type: "Fake::Node", path: ["default-worker", "1"] },
    ]);
    expect(bench.stacks.requests).toHaveLength(requests);
    await expect(bench.manager.clusters.get(cluster.uuid)).rejects.toEqual(
      refused("JRB_CLUSTER_NOT_FOUND"),
    );
  });
});

describe("a change for a version", () => {
  it("is refused once the row is another one", async () => {
    const bench = await clusterBench();
    const { version } = await bench.cluster();
    const change = { ifVersion: version };
    await bench.manager.clusters.updateHealth("c1", { healthStatus: "HEALTHY" }, change);
    for (const attempt of [
      () => bench.manager.clusters.update("c1", { nodeCount: 3 }, change),
      () => bench.manager.clusters.resize("c1", { nodeCount: 3 }, change),
      () => bench.manager.clusters.upgrade("c1", { clusterTemplate: "newer" }, change),
      () => bench.manager.clusters.updateHealth("c1", { healthStatus: null }, change),
      () => bench.manager.clusters.delete("c1", change),
    ])
      await expect(attempt()).rejects.toEqual(refused("JRB_VERSION_MISMATCH"));
    expect(await bench.cluster()).toMatchObject({
      status: "CREATE_COMPLETE",
      healthStatus: "HEALTHY",
    });
  });
});
