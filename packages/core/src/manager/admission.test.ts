import { describe, expect, it } from "vitest";
import { admin, alice, mallory } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

describe("a cluster template", () => {
  it.each([
    ["an unknown image", { imageId: "nope" }, "JRB_IMAGE_NOT_FOUND"],
    ["an image name that is not unique", { imageId: "twin" }, "JRB_IMAGE_AMBIGUOUS"],
    ["an image without os_distro", { imageId: "bare" }, "JRB_IMAGE_WITHOUT_OS_DISTRO"],
    ["an unknown flavor", { flavorId: "nope" }, "JRB_FLAVOR_NOT_FOUND"],
    ["an unknown master flavor", { masterFlavorId: "nope" }, "JRB_FLAVOR_NOT_FOUND"],
    [
      "an external network that is not external",
      { externalNetworkId: "private" },
      "JRB_EXTERNAL_NETWORK_NOT_FOUND",
    ],
    ["an unknown fixed network", { fixedNetwork: "nope" }, "JRB_FIXED_NETWORK_NOT_FOUND"],
    ["an unknown fixed subnet", { fixedSubnet: "nope" }, "JRB_FIXED_SUBNET_NOT_FOUND"],
    ["a COE nobody knows", { coe: "nomad" }, "JRB_COE_NOT_SUPPORTED"],
    ["a COE without a driver", { coe: "mesos" }, "JRB_CLUSTER_TYPE_NOT_SUPPORTED"],
    [
      "a network driver of another COE",
      { networkDriver: "calico" },
      "JRB_NETWORK_DRIVER_NOT_SUPPORTED",
    ],
    [
      "a volume driver of another COE",
      { volumeDriver: "cinder" },
      "JRB_VOLUME_DRIVER_NOT_SUPPORTED",
    ],
    [
      "devicemapper and no volume",
      { dockerStorageDriver: "devicemapper" },
      "JRB_DOCKER_VOLUME_TOO_SMALL",
    ],
    ["dcos, which no driver here makes", { coe: "dcos" }, "JRB_CLUSTER_TYPE_NOT_SUPPORTED"],
    [
      "a devicemapper volume that is too small",
      { dockerStorageDriver: "devicemapper", dockerVolumeSizeGib: 2 },
      "JRB_DOCKER_VOLUME_TOO_SMALL",
    ],
    ["a field nobody knows", { nope: 1 }, "JRB_INVALID_REQUEST"],
    ["the public flag from somebody who is no admin", { public: true }, "JRB_NOT_AUTHORIZED"],
  ])("with %s is refused and not stored", async (_what, request, code) => {
    const bench = managerBench();
    await expect(bench.template(request)).rejects.toMatchObject({ code });
    expect(await bench.manager.as(admin).clusterTemplates.list()).toEqual([]);
  });

  it("gets a name and its COE's network driver when it has none", async () => {
    const template = await managerBench().template({ name: null });
    expect(template.name).toMatch(/^[a-z]+-\d+-template$/);
    expect(template.networkDriver).toBe("docker");
  });

  // api.md 3.1: template field > image property magnum_driver > the driver there is
  it("is of the driver that it names, else of its image's, else of the only one", async () => {
    const bench = managerBench();
    expect((await bench.template()).driver).toBe("fake");
    expect((await bench.template({ driver: "fake" })).driver).toBe("fake");
    expect((await bench.template({ imageId: "newer" })).driver).toBe("fake");
    await expect(bench.template({ imageId: "foreign" })).rejects.toMatchObject({
      code: "JRB_DRIVER_NOT_FOUND",
    });
    expect((await bench.template({ imageId: "foreign", driver: "fake" })).driver).toBe("fake");
  });

  it("is not deleted while a cluster refers to it", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await expect(bench.manager.clusterTemplates.delete("template")).rejects.toMatchObject({
      code: "JRB_TEMPLATE_IN_USE",
    });
  });

  it("keeps its uuid when one is given, once", async () => {
    const bench = managerBench();
    const uuid = "7d4c2f0e-6a38-4a5b-9d0e-1f2a3b4c5d6e";
    expect((await bench.template({ uuid })).uuid).toBe(uuid);
    await expect(bench.template({ uuid })).rejects.toMatchObject({ code: "JRB_TEMPLATE_EXISTS" });
  });
});

describe("the operator's rules", () => {
  // api.md 3.3: default (option) and allow lists
  it("choose the network driver of a template that chooses none, and which may be chosen", async () => {
    const bench = managerBench({
      rules: {
        defaultNetworkDrivers: { "swarm-mode": "flannel" },
        allowedNetworkDrivers: { "swarm-mode": ["flannel"], kubernetes: "all" },
      },
    });
    expect((await bench.template()).networkDriver).toBe("flannel");
    await expect(bench.template({ networkDriver: "docker" })).rejects.toMatchObject({
      code: "JRB_NETWORK_DRIVER_NOT_ALLOWED",
      details: { value: "docker", supported: ["flannel"] },
    });
  });

  // api.md 3.3: root volume rule
  it("give nodes of a flavor without a disk a boot volume, as the template's label does", async () => {
    const request = { flavorId: "diskless", masterFlavorId: "m1.small" };
    const refused = { code: "JRB_FLAVOR_WITHOUT_DISK" };
    const bare = managerBench();
    await expect(bare.template(request)).rejects.toMatchObject(refused);
    await expect(
      bare.template({ ...request, labels: { boot_volume_size: "0" } }),
    ).rejects.toMatchObject(refused);
    await expect(
      bare.template({ ...request, labels: { boot_volume_size: "10" } }),
    ).resolves.toBeDefined();
    const bench = managerBench({ rules: { defaultBootVolumeSizeGib: 10 } });
    await expect(bench.template(request)).resolves.toBeDefined();
  });
});

describe("a cluster", () => {
  // api.md 3.4: a hidden template as non-admin in cluster create => 403
  it("of a hidden template is for admins, also in the template's own project", async () => {
    const bench = managerBench();
    const { uuid } = await bench.template();
    const operator = bench.manager.as({ ...alice, isAdmin: true });
    await operator.clusterTemplates.update(uuid, { hidden: true });
    await expect(bench.create()).rejects.toMatchObject({ code: "JRB_NOT_AUTHORIZED" });
    await expect(operator.clusters.create({ clusterTemplateId: uuid })).resolves.toBeDefined();
  });

  // api.md 1.3: 409
  it("of a template whose name several have must name its uuid", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.template();
    await expect(bench.create()).rejects.toMatchObject({ code: "JRB_TEMPLATE_AMBIGUOUS" });
  });

  it.each([
    ["an unknown template", { clusterTemplateId: "nope" }, "JRB_TEMPLATE_NOT_FOUND"],
    ["an unknown keypair", { keypair: "nope" }, "JRB_KEYPAIR_NOT_FOUND"],
    ["an unknown flavor", { flavorId: "nope" }, "JRB_FLAVOR_NOT_FOUND"],
    ["an unknown network", { fixedNetwork: "nope" }, "JRB_FIXED_NETWORK_NOT_FOUND"],
    ["an unknown label", { labels: { color: "red" } }, "JRB_LABEL_INVALID"],
    ["no master", { masterCount: 0 }, "JRB_INVALID_REQUEST"],
    ["several masters and no load balancer", { masterCount: 3 }, "JRB_MASTERS_NEED_LOAD_BALANCER"],
    ["a name that Heat would not take", { name: "1st" }, "JRB_INVALID_REQUEST"],
  ])("with %s is refused and nothing is stored or made", async (_what, request, code) => {
    const bench = managerBench({ givesCredentials: true });
    await bench.template();
    await expect(bench.create(request)).rejects.toMatchObject({ code });
    expect(await bench.manager.as(admin).clusters.list()).toEqual([]);
    expect(bench.stacks.requests).toEqual([]);
    expect(bench.cloud.held.size).toBe(0);
  });

  it("that its driver cannot make is refused with the driver's reason", async () => {
    const bench = managerBench();
    await bench.template({ externalNetworkId: null });
    await expect(bench.create()).rejects.toMatchObject({
      code: "JRB_CLUSTER_INVALID",
      message: "external network missing",
    });
  });

  it("in a project that the cloud has no rights in is refused before it is stored", async () => {
    const bench = managerBench();
    const stranger = bench.manager.as(mallory);
    await stranger.clusterTemplates.create({
      name: "mine",
      coe: "swarm-mode",
      imageId: "debian",
      externalNetworkId: "public",
    });
    await expect(stranger.clusters.create({ clusterTemplateId: "mine" })).rejects.toMatchObject({
      code: "JRB_PROJECT_NOT_SERVED",
    });
    expect(await stranger.clusters.list()).toEqual([]);
  });

  it("inherits from its template, and its labels replace or overlay the template's", async () => {
    const bench = managerBench();
    await bench.template({
      labels: { colour: "red" },
      keypairId: "testkey",
      dockerVolumeSizeGib: 5,
    });
    const inherited = (await bench.create({ name: "a" })).cluster;
    expect(inherited).toMatchObject({
      labels: { colour: "red" },
      keypair: "testkey",
      dockerVolumeSizeGib: 5,
      createTimeoutMinutes: 60,
      floatingIpEnabled: true,
    });
    const own = (await bench.create({ name: "b", labels: { colour: "blue" }, mergeLabels: true }))
      .cluster;
    expect(own.labels).toEqual({ colour: "blue" });
  });

  it("is found by uuid or name, by nobody outside its project but admins", async () => {
    const bench = managerBench();
    await bench.template();
    const { cluster } = await bench.create();
    for (const requester of [alice, admin])
      expect((await bench.manager.as(requester).clusters.get(cluster.uuid)).name).toBe("c1");
    for (const identifier of ["c1", cluster.uuid])
      await expect(bench.manager.as(mallory).clusters.get(identifier)).rejects.toMatchObject({
        code: "JRB_CLUSTER_NOT_FOUND",
      });
    expect(await bench.manager.as(mallory).clusters.list()).toEqual([]);
    await expect(bench.manager.as(mallory).clusters.delete("c1")).rejects.toMatchObject({
      code: "JRB_CLUSTER_NOT_FOUND",
    });
  });

  it("whose name several have must be named by its uuid", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.create();
    await expect(bench.manager.clusters.get("c1")).rejects.toMatchObject({
      code: "JRB_CLUSTER_AMBIGUOUS",
    });
  });

  it("keeps its masters, and its workers within the group's range", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    await expect(
      bench.manager.clusters.resize("c1", { nodeCount: 3, nodeGroup: "default-master" }),
    ).rejects.toMatchObject({ code: "JRB_NOT_SUPPORTED_BY_DRIVER" });
    await expect(bench.manager.clusters.resize("c1", { nodeCount: -1 })).rejects.toMatchObject({
      code: "JRB_NODE_COUNT_OUT_OF_RANGE",
    });
    await expect(
      bench.manager.clusters.resize("c1", { nodeCount: 3, nodeGroup: "nope" }),
    ).rejects.toMatchObject({ code: "JRB_NODE_GROUP_NOT_FOUND" });
  });
});

describe("a template that changes while a cluster is admitted", () => {
  it("is admitted again as it became", async () => {
    const bench = managerBench();
    const template = await bench.template({ labels: { colour: "blue" } });
    const { connectAs } = bench.cloud;
    let changed = false;
    bench.cloud.connectAs = async (requester) => {
      if (!changed) {
        changed = true;
        await bench.manager.clusterTemplates.update(template.uuid, { labels: { colour: "red" } });
      }
      return connectAs(requester);
    };
    const { cluster } = await bench.create();
    expect(cluster.labels).toEqual({ colour: "red" });
  });
});

describe("the label min_node_count", () => {
  it("is the fewest workers of the cluster", async () => {
    const bench = managerBench();
    await bench.template({ labels: { min_node_count: "2" } });
    const { cluster } = await bench.create();
    const fewest = cluster.nodeGroups.map(({ minNodeCount }) => minNodeCount);
    expect(fewest).toEqual([1, 2]);
  });
});

describe("a requester without project", () => {
  it("creates nothing", async () => {
    const bench = managerBench();
    const nobody = bench.manager.as({ userId: "root", projectId: "", roles: [], isAdmin: true });
    const template = { coe: "swarm-mode", imageId: "debian" };
    await expect(nobody.clusterTemplates.create(template)).rejects.toMatchObject({
      code: "JRB_NOT_AUTHORIZED",
    });
  });
});
