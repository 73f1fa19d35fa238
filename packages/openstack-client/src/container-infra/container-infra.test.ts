import { describe, expect, it } from "vitest";
import { FakeCloud, type SeenRequest } from "../../test/fake-cloud.ts";
import { createSession } from "../session/session.ts";
import { collect } from "../transport/pages.ts";
import {
  createCluster,
  deleteCluster,
  findCluster,
  getCluster,
  listClusters,
  patchCluster,
  resizeCluster,
} from "./cluster.ts";
import { getCaCertificate, rotateCaCertificate, signCertificate } from "./certificate.ts";
import { createClusterTemplate, findClusterTemplate } from "./cluster-template.ts";

/** Clusters in memory, as container-infra v1 shows them. */
function magnum() {
  const cloud = new FakeCloud();
  const wire = {
    uuid: "c1",
    name: "swarm",
    status: "CREATE_IN_PROGRESS",
    cluster_template_id: "t1",
    keypair: null,
    node_count: 2,
    master_count: 1,
    labels: { a: 1, b: true },
    create_timeout: 60,
    health_status: null,
    links: [],
  };
  let there = false;
  const body = (request: SeenRequest) => JSON.parse(request.text) as Record<string, unknown>;
  const missing = { status: 404, json: { errors: [{ title: "x", detail: "Cluster c1 missing" }] } };
  cloud
    .on("POST /v1/clusters", (_count, request) => {
      there = true;
      Object.assign(wire, body(request));
      return { status: 202, json: { uuid: wire.uuid } };
    })
    .on("GET /v1/clusters/c1", () => (there ? { json: wire } : missing))
    .on("PATCH /v1/clusters/c1", () => ({ status: 202, json: { uuid: wire.uuid } }))
    .on("POST /v1/clusters/c1/actions/resize", { status: 202, json: { uuid: wire.uuid } })
    .on("DELETE /v1/clusters/c1", () => {
      if (!there) return missing;
      there = false;
      return { status: 204 };
    })
    .on("GET /v1/clusters", (_count, { url }) =>
      new URL(url).searchParams.get("marker") === "c1"
        ? { json: { clusters: [] } }
        : { json: { clusters: [wire], next: "http://inside/v1/clusters?limit=1&marker=c1" } },
    );
  const client = createSession(cloud.options()).service("container-infra", {
    microversion: "1.7",
  });
  return { cloud, client };
}

describe("container-infra", () => {
  it("makes, lists, changes, resizes and deletes clusters", async () => {
    const { cloud, client } = magnum();
    expect(await findCluster(client, "c1")).toBeUndefined();
    const made = await createCluster(client, {
      name: "mine",
      clusterTemplateId: "t1",
      createTimeoutMinutes: 30,
      nodeCount: 3,
    });
    expect(made).toEqual({ uuid: "c1" });
    expect(await getCluster(client, "c1")).toMatchObject({
      name: "mine",
      nodeCount: 3,
      createTimeout: 30,
      keypair: undefined,
      labels: { a: "1", b: "true" },
    });
    expect(await collect(listClusters(client, { pageSize: 1 }))).toHaveLength(1);
    await patchCluster(client, "c1", [{ op: "replace", path: "/node_count", value: 3 }]);
    expect(cloud.seen.at(-1)?.text).toBe('[{"op":"replace","path":"/node_count","value":3}]');
    await resizeCluster(client, "c1", { nodeCount: 1, nodesToRemove: ["n"] });
    expect(cloud.seen.at(-1)?.text).toBe('{"node_count":1,"nodes_to_remove":["n"]}');
    expect([await deleteCluster(client, "c1"), await deleteCluster(client, "c1")]).toEqual([
      true,
      false,
    ]);
    const headers = cloud.seen.slice(1).map((seen) => seen.headers.get("openstack-api-version"));
    expect(new Set(headers)).toEqual(new Set(["container-infra 1.7"]));
  });

  it("gets an authority's certificate, has requests signed, and rotates", async () => {
    const { cloud, client } = magnum();
    cloud
      .on("GET /v1/certificates/c1", { json: { cluster_uuid: "c1", pem: "ca", csr: null } })
      .on("POST /v1/certificates", { status: 201, json: { cluster_uuid: "c1", pem: "signed" } })
      .on("PATCH /v1/certificates/c1", { status: 202, json: {} });
    expect(await getCaCertificate(client, "c1", { caCertType: "etcd" })).toBe("ca");
    expect(cloud.seen.at(-1)?.url).toContain("?ca_cert_type=etcd");
    expect(await signCertificate(client, { clusterUuid: "c1", csr: "please" })).toBe("signed");
    expect(cloud.seen.at(-1)?.text).toBe('{"cluster_uuid":"c1","csr":"please"}');
    await rotateCaCertificate(client, "c1");
    expect(cloud.seen.at(-1)?.method).toBe("PATCH");
    expect(cloud.seen.at(-1)?.url).not.toContain("?");
    await rotateCaCertificate(client, "c1", { phase: "complete" });
    expect(cloud.seen.at(-1)?.url).toContain("/certificates/c1?phase=complete");
  });

  it("makes and finds templates, with Magnum's sentence in errors", async () => {
    const { cloud, client } = magnum();
    cloud
      .on("POST /v1/clustertemplates", {
        status: 400,
        json: { errors: [{ title: "Bad", detail: "Image x not found" }] },
      })
      .on("GET /v1/clustertemplates/t1", {
        json: { uuid: "t1", coe: "swarm-mode", image_id: "i", docker_volume_size: null },
      });
    const request = { coe: "swarm-mode", imageId: "x", masterLbEnabled: true };
    await expect(createClusterTemplate(client, request)).rejects.toThrow("Image x not found");
    expect(JSON.parse(cloud.seen.at(-1)?.text ?? "")).toEqual({
      coe: "swarm-mode",
      image_id: "x",
      master_lb_enabled: true,
    });
    expect(await findClusterTemplate(client, "t1")).toMatchObject({
      coe: "swarm-mode",
      labels: {},
    });
  });
});
