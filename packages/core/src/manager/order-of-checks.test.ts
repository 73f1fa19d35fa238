import { describe, expect, it } from "vitest";
import type { ClusterRequest } from "../cluster/cluster.ts";
import type { ClusterTemplate, ClusterTemplateRequest } from "../cluster/cluster-template.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { admin } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

const refuse = () => {
  throw new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
    details: { reason: "policy" },
  });
};

interface TemplateFault {
  readonly what: string;
  readonly code: string;
  readonly request?: Partial<ClusterTemplateRequest> & { readonly nope?: boolean };
  readonly policy?: true;
}

// api.md 3.2
const TEMPLATE_FAULTS: readonly TemplateFault[] = [
  { what: "the schema", request: { nope: true }, code: "JRB_INVALID_REQUEST" },
  { what: "the COE", request: { coe: "nomad" }, code: "JRB_COE_NOT_SUPPORTED" },
  {
    what: "the network drivers of the COE",
    request: { networkDriver: "calico" },
    code: "JRB_NETWORK_DRIVER_NOT_SUPPORTED",
  },
  {
    what: "the network drivers of the operator",
    request: { networkDriver: "flannel" },
    code: "JRB_NETWORK_DRIVER_NOT_ALLOWED",
  },
  {
    what: "the volume driver",
    request: { volumeDriver: "cinder" },
    code: "JRB_VOLUME_DRIVER_NOT_SUPPORTED",
  },
  {
    what: "the docker volume",
    request: { dockerStorageDriver: "devicemapper" },
    code: "JRB_DOCKER_VOLUME_TOO_SMALL",
  },
  { what: "the driver", request: { driver: "nope" }, code: "JRB_DRIVER_NOT_FOUND" },
  { what: "the policy", policy: true, code: "JRB_NOT_AUTHORIZED" },
  { what: "the image", request: { imageId: "nope" }, code: "JRB_IMAGE_NOT_FOUND" },
  { what: "the flavor", request: { flavorId: "nope" }, code: "JRB_FLAVOR_NOT_FOUND" },
  { what: "the master flavor", request: { masterFlavorId: "nope" }, code: "JRB_FLAVOR_NOT_FOUND" },
  {
    what: "the external network",
    request: { externalNetworkId: "nope" },
    code: "JRB_EXTERNAL_NETWORK_NOT_FOUND",
  },
  {
    what: "the fixed network",
    request: { fixedNetwork: "nope" },
    code: "JRB_FIXED_NETWORK_NOT_FOUND",
  },
  {
    what: "the fixed subnet",
    request: { fixedSubnet: "nope" },
    code: "JRB_FIXED_SUBNET_NOT_FOUND",
  },
  { what: "the labels", request: { labels: { swarm_strategy: "x" } }, code: "JRB_LABEL_INVALID" },
  { what: "the right to publish", request: { public: true }, code: "JRB_NOT_AUTHORIZED" },
  { what: "the boot disk", request: { flavorId: "diskless" }, code: "JRB_FLAVOR_WITHOUT_DISK" },
];

describe("of several faults of a cluster template the one told of is", () => {
  it.each(TEMPLATE_FAULTS.map((fault, index) => ({ ...fault, index })))(
    "$what, where everything after it is wrong too",
    async ({ index, what, code }) => {
      const bench = managerBench({
        rules: { allowedNetworkDrivers: { "swarm-mode": ["docker"] } },
      });
      // An image that cannot be read leaves the choice of a driver for later.
      const faults = TEMPLATE_FAULTS.slice(index).filter(
        (fault) => what !== "the driver" || fault.what !== "the image",
      );
      const request: ClusterTemplateRequest = {
        coe: "swarm-mode",
        imageId: "debian",
        ...Object.assign({}, ...faults.toReversed().map((fault) => fault.request)),
      };
      const authorize = faults.some(({ policy }) => policy) ? { authorize: refuse } : {};
      const created = bench.manager.clusterTemplates.create(request, authorize);
      await expect(created).rejects.toMatchObject({
        code,
        ...(what === "the policy" ? { details: { reason: "policy" } } : {}),
        ...(what === "the right to publish" ? { details: { reason: "publish" } } : {}),
      });
    },
  );
});

interface ClusterFault {
  readonly what: string;
  readonly code: string;
  readonly request?: Partial<ClusterRequest>;
  readonly template?: Partial<ClusterTemplate>;
  readonly policy?: true;
  readonly quota?: true;
}

// api.md 4.2
const CLUSTER_FAULTS: readonly ClusterFault[] = [
  { what: "the schema", request: { masterCount: 0 }, code: "JRB_INVALID_REQUEST" },
  { what: "the template", request: { clusterTemplateId: "nope" }, code: "JRB_TEMPLATE_NOT_FOUND" },
  { what: "the driver", template: { coe: "mesos" }, code: "JRB_CLUSTER_TYPE_NOT_SUPPORTED" },
  {
    what: "the docker volume",
    template: { dockerStorageDriver: "devicemapper" },
    code: "JRB_DOCKER_VOLUME_TOO_SMALL",
  },
  { what: "the policy", policy: true, code: "JRB_NOT_AUTHORIZED" },
  { what: "the quota", quota: true, code: "JRB_QUOTA_EXCEEDED" },
  { what: "a hidden template", template: { hidden: true }, code: "JRB_NOT_AUTHORIZED" },
  { what: "the boot disk", request: { flavorId: "diskless" }, code: "JRB_FLAVOR_WITHOUT_DISK" },
  { what: "the image", template: { imageId: "nope" }, code: "JRB_IMAGE_NOT_FOUND" },
  { what: "the flavor", request: { flavorId: "nope" }, code: "JRB_FLAVOR_NOT_FOUND" },
  { what: "the master flavor", request: { masterFlavorId: "nope" }, code: "JRB_FLAVOR_NOT_FOUND" },
  {
    what: "the external network",
    template: { externalNetworkId: "nope" },
    code: "JRB_EXTERNAL_NETWORK_NOT_FOUND",
  },
  {
    what: "the fixed network",
    request: { fixedNetwork: "nope" },
    code: "JRB_FIXED_NETWORK_NOT_FOUND",
  },
  {
    what: "the fixed subnet",
    request: { fixedSubnet: "nope" },
    code: "JRB_FIXED_SUBNET_NOT_FOUND",
  },
  { what: "the keypair", request: { keypair: "nope" }, code: "JRB_KEYPAIR_NOT_FOUND" },
  { what: "the masters", request: { masterCount: 3 }, code: "JRB_MASTERS_NEED_LOAD_BALANCER" },
];

describe("of several faults of a cluster the one told of is", () => {
  it.each(CLUSTER_FAULTS.map((fault, index) => ({ ...fault, index })))(
    "$what, where everything after it is wrong too",
    async ({ index, what, code }) => {
      const bench = managerBench();
      const faults = CLUSTER_FAULTS.slice(index).toReversed();
      const template = await bench.template();
      await bench.store.clusterTemplates.replace({
        ...template,
        ...Object.assign({}, ...faults.map((fault) => fault.template)),
      });
      if (faults.some(({ quota }) => quota))
        await bench.manager.as(admin).quotas.create({ projectId: "wonderland", hardLimit: 0 });
      const request: ClusterRequest = {
        clusterTemplateId: template.uuid,
        ...Object.assign({}, ...faults.map((fault) => fault.request)),
      };
      const authorize = faults.some(({ policy }) => policy) ? { authorize: refuse } : {};
      await expect(bench.manager.clusters.create(request, authorize)).rejects.toMatchObject({
        code,
        details: what === "the policy" ? { reason: "policy" } : {},
      });
    },
  );

  it("not asked of the cloud before the requester is known to be allowed", async () => {
    const bench = managerBench();
    await bench.template();
    bench.cloud.lookUps.length = 0;
    await expect(
      bench.manager.clusters.create({ clusterTemplateId: "template" }, { authorize: refuse }),
    ).rejects.toMatchObject({ code: "JRB_NOT_AUTHORIZED" });
    expect(bench.cloud.lookUps).toEqual([]);
  });
});
