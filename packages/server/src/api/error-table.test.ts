import { ERROR_CODES, type ErrorCode, JeroboamError } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { errorAnswer } from "./error-answer.ts";
import { ERROR_TABLE } from "./error-table.ts";

const codes = Object.keys(ERROR_CODES) as ErrorCode[];
const answerTo = (code: ErrorCode, details: Record<string, unknown> = {}) => {
  const { status, body } = errorAnswer(new JeroboamError(code, "own words", { details }));
  const [first] = body.errors;
  return { status, ...(first as { code: string; detail: string; title: string }) };
};

describe("the error table", () => {
  it.each(codes)("answers %s with a status and words, also without details", (code) => {
    const { status, detail } = answerTo(code);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(detail).not.toBe("");
  });

  it("knows no code that core does not have", () => {
    expect(Object.keys(ERROR_TABLE).toSorted()).toEqual(codes.toSorted());
  });

  // api.md 1.5, main domain errors
  it.each<[ErrorCode, Record<string, unknown>, number, string]>([
    [
      "JRB_TEMPLATE_IN_USE",
      { clusterTemplate: "t" },
      400,
      "ClusterTemplate t is referenced by one or multiple clusters.",
    ],
    [
      "JRB_CLUSTER_TYPE_NOT_SUPPORTED",
      { serverType: "vm", os: "plan9", coe: "swarm" },
      400,
      "Cluster type (vm, plan9, swarm) not supported.",
    ],
    [
      "JRB_OPERATION_NOT_ALLOWED",
      { operation: 'Updating a cluster when status is "CREATE_FAILED"' },
      400,
      'Updating a cluster when status is "CREATE_FAILED" is not supported.',
    ],
    ["JRB_IMAGE_NOT_FOUND", { image: "x" }, 400, "Image x could not be found."],
    [
      "JRB_IMAGE_WITHOUT_OS_DISTRO",
      { image: "x" },
      400,
      "Image x doesn't contain os_distro field.",
    ],
    ["JRB_FLAVOR_NOT_FOUND", { flavor: "x" }, 400, "Unable to find flavor x."],
    ["JRB_FIXED_NETWORK_NOT_FOUND", { fixed_network: "x" }, 400, "Unable to find fixed network x."],
    ["JRB_FIXED_SUBNET_NOT_FOUND", { fixed_subnet: "x" }, 400, "Unable to find fixed subnet x."],
    [
      "JRB_EXTERNAL_NETWORK_NOT_FOUND",
      { external_network: "x" },
      400,
      "Unable to find external network x.",
    ],
    [
      "JRB_EXTERNAL_NETWORK_AMBIGUOUS",
      { external_network: "x" },
      409,
      "Multiple external networks exist with same name 'x'. Please use the external network ID instead.",
    ],
    ["JRB_KEYPAIR_NOT_FOUND", { keypair: "x" }, 404, "Unable to find keypair x."],
    ["JRB_NOT_AUTHORIZED", {}, 403, "Not authorized."],
    [
      "JRB_NOT_AUTHORIZED",
      { reason: "publish" },
      403,
      "Not authorized to set public or hidden flag for cluster template.",
    ],
    ["JRB_CLUSTER_NOT_FOUND", { cluster: "x" }, 404, "Cluster x could not be found."],
    [
      "JRB_TEMPLATE_NOT_FOUND",
      { clusterTemplate: "x" },
      404,
      "ClusterTemplate x could not be found.",
    ],
    ["JRB_NODE_GROUP_NOT_FOUND", { nodeGroup: "x" }, 404, "Nodegroup x could not be found."],
    [
      "JRB_TEMPLATE_EXISTS",
      { clusterTemplate: "u" },
      409,
      "A ClusterTemplate with UUID u already exists.",
    ],
    [
      "JRB_NETWORK_DRIVER_NOT_SUPPORTED",
      { value: "x", supported: ["flannel", "calico"] },
      400,
      "Network driver type x is not supported, expecting a flannel/calico/unspecified network driver.",
    ],
    [
      "JRB_DOCKER_VOLUME_TOO_SMALL",
      { sizeGib: 1, minimumGib: 3, storageDriver: "devicemapper" },
      400,
      "docker volume size 1 GB is not valid, expecting minimum value 3GB for devicemapper storage driver.",
    ],
    [
      "JRB_NODE_COUNT_OUT_OF_RANGE",
      { nodeGroup: "w", minNodeCount: 1, maxNodeCount: null },
      400,
      "Resizing w outside the allowed range: min_node_count = 1, max_node_count = None",
    ],
    [
      "JRB_NOT_SUPPORTED_BY_DRIVER",
      { capability: "resize", role: "master" },
      400,
      "Resizing the master nodegroup is not supported by this driver.",
    ],
    // api.md 6
    [
      "JRB_NOT_SUPPORTED_BY_DRIVER",
      { capability: "certificates" },
      400,
      "'rotate_ca_certificate' is not supported by this driver.",
    ],
    // api.md 1.5 and 3.3
    ["JRB_NOT_AUTHORIZED", { image: "x" }, 403, "Not authorized for image x."],
    [
      "JRB_NETWORK_DRIVER_NOT_ALLOWED",
      { value: "calico", supported: ["flannel"] },
      400,
      "Network driver type calico is not allowed, expecting a flannel/unspecified network driver. ",
    ],
    [
      "JRB_FLAVOR_WITHOUT_DISK",
      {},
      400,
      "Flavor with zero root volume size is not supported when boot_volume_size is zero.",
    ],
    [
      "JRB_DOCKER_VOLUME_TOO_SMALL",
      { sizeGib: null, minimumGib: 3, storageDriver: "devicemapper" },
      400,
      "docker volume size None GB is not valid, expecting minimum value 3GB for devicemapper storage driver.",
    ],
    [
      "JRB_CLOUD_UNAVAILABLE",
      { service: "image", reason: "reason: no answer" },
      403,
      "glance connection failed. reason: no answer",
    ],
    [
      "JRB_QUOTA_EXCEEDED",
      { limit: 20 },
      403,
      "Resource limit exceeded: You have reached the maximum clusters per project, 20. You may delete a cluster to make room for a new one.",
    ],
    // api.md 5
    [
      "JRB_NODE_GROUP_EXISTS",
      { nodeGroup: "n", cluster: "u" },
      409,
      "A node group with name n already exists in the cluster u.",
    ],
    [
      "JRB_NODE_GROUP_INVALID",
      {
        attribute: "min_node_count",
        nodeGroup: "n",
        reason: "min_node_count (3) should be less or equal to node_count (1)",
      },
      409,
      "min_node_count for n is invalid (min_node_count (3) should be less or equal to node_count (1)).",
    ],
    ["JRB_NODE_GROUP_IS_DEFAULT", {}, 400, "Deleting a default nodegroup is not supported."],
    [
      "JRB_MASTER_GROUP_NOT_SUPPORTED",
      {},
      400,
      "Creating master nodegroups is currently not supported.",
    ],
    ["JRB_CLUSTER_NOT_READY", {}, 409, "Cluster API address is not available yet"],
    // api.md 4.5
    [
      "JRB_UPGRADE_TEMPLATE_INVALID",
      { reason: "Nodegroup X can be upgraded only to match cluster's template (Y)." },
      409,
      "Cluster Template is not valid for upgrade: Nodegroup X can be upgraded only to match cluster's template (Y).",
    ],
    // api.md 6
    [
      "JRB_TLS_DISABLED",
      {},
      400,
      "Rotating the CA certificate on a non-TLS cluster is not supported",
    ],
    // api.md 7
    [
      "JRB_QUOTA_NOT_FOUND",
      { project: "p", resource: "Cluster" },
      404,
      "Quota could not be found: project_id p resource Cluster.",
    ],
    [
      "JRB_QUOTA_EXISTS",
      { project: "p", resource: "Cluster" },
      409,
      "Quota for project p already exists for resource Cluster.",
    ],
    ["JRB_QUOTA_NOT_FOUND", { quota: 7 }, 404, "Quota could not be found: quota id 7 ."],
    ["JRB_PROJECT_NOT_FOUND", { project: "p" }, 404, "The project_id p could not be found."],
    ["JRB_VERSION_MISMATCH", {}, 412, "own words"],
    ["JRB_IDEMPOTENCY_KEY_REUSED", {}, 422, "own words"],
  ])("%s %j", (code, details, status, text) => {
    expect(answerTo(code, details)).toMatchObject({ status, detail: text });
  });

  it("quotes a value as it is, whatever placeholders it holds", () => {
    expect(answerTo("JRB_CLUSTER_NOT_FOUND", { cluster: "{os}$&" }).detail).toBe(
      "Cluster {os}$& could not be found.",
    );
  });

  it("says client below 500 and server from 500 on, and cuts the title at the first full stop", () => {
    expect(answerTo("JRB_CLUSTER_NOT_FOUND", { cluster: "x" })).toMatchObject({
      code: "client",
      title: "Cluster x could not be found",
    });
    expect(answerTo("JRB_INTERNAL").code).toBe("server");
  });

  it("tells nothing about what it does not know", () => {
    const { status, body } = errorAnswer(new Error("password=hunter2"));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });
});
