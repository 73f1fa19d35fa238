import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/clusters/c1/actions/upgrade";
const to = (clusterTemplate: string, more: object = {}) => ({
  body: { cluster_template: clusterTemplate, ...more },
});

async function complete() {
  const bench = serverBench();
  await bench.template({ labels: { colour: "red", size: "1" } });
  const uuid = await bench.cluster();
  await bench.settle();
  const newer = await bench.template({ name: "newer", labels: { colour: "green" } });
  const refusal = async (...asked: Parameters<typeof bench.call>) => {
    const { status, body } = await bench.call(...asked);
    return [status, body.errors?.[0].detail];
  };
  return { ...bench, uuid, newer, refusal };
}

describe("an upgrade", () => {
  // api.md 4.5; 4, POST actions/upgrade 202
  it("leads a cluster to another template", async () => {
    const { call, uuid, newer, settle, stacks } = await complete();
    const accepted = await call("POST", PATH, to("newer", { max_batch_size: "2" }));
    expect(accepted).toMatchObject({ status: 202, body: { uuid } });
    expect((await call("GET", "/v1/clusters/c1")).body.status).toBe("UPDATE_IN_PROGRESS");
    await settle();
    expect((await call("GET", "/v1/clusters/c1")).body).toMatchObject({
      status: "UPDATE_COMPLETE",
      cluster_template_id: newer,
      labels: { colour: "green", size: "1" },
      labels_added: { size: "1" },
    });
    expect(stacks.software).toEqual(new Map([[uuid, "newer, 2 at once"]]));
  });

  // api.md 4.5: other groups follow the cluster's template
  it("of a node group leads to the cluster's own template", async () => {
    const { call, newer, uuid, settle, stacks, refusal } = await complete();
    const groups = "/v1/clusters/c1/nodegroups";
    const { body: group } = await call("POST", groups, { body: { name: "big" } });
    await settle();
    const { body: cluster } = await call("GET", "/v1/clusters/c1");
    expect(await refusal("POST", PATH, to(newer, { nodegroup: "big" }))).toEqual([
      409,
      "Cluster Template is not valid for upgrade: Nodegroup big can be upgraded only to match cluster's template (swarm).",
    ]);
    expect(cluster.cluster_template_id).not.toBe(newer);
    expect((await call("POST", PATH, to("swarm", { nodegroup: "big" }))).status).toBe(202);
    await settle();
    expect(stacks.software).toEqual(new Map([[group.uuid, "swarm, 1 at once"]]));
    expect(stacks.software.has(uuid)).toBe(false);
  });

  // api.md 4.5 and 1.5
  it.each<[unknown, number, string]>([
    [undefined, 400, 'Missing argument: "cluster_upgrade_req"'],
    [
      {},
      400,
      "Invalid input for field/attribute cluster_template. Value: 'None'. Mandatory field missing.",
    ],
    [{ colour: "red" }, 400, "Unknown attribute for argument cluster_upgrade_req: colour"],
    [
      { cluster_template: "newer", max_batch_size: 0 },
      400,
      "Invalid input for field/attribute max_batch_size. Value: '0'. Value should be greater or equal to 1",
    ],
    [{ cluster_template: "nope" }, 404, "ClusterTemplate nope could not be found."],
    [{ cluster_template: "newer", nodegroup: "nope" }, 404, "Nodegroup nope could not be found."],
    [
      { cluster_template: "plain" },
      409,
      "Cluster Template is not valid for upgrade: it names no colour",
    ],
  ])("is refused with %j", async (body, status, text) => {
    const { template, call, refusal } = await complete();
    await template({ name: "plain" });
    expect(await refusal("POST", PATH, { body })).toEqual([status, text]);
    expect((await call("GET", "/v1/clusters/c1")).body.status).toBe("CREATE_COMPLETE");
  });

  // api.md 4.5: a wrong state reaches the client
  it("waits for no other change", async () => {
    const { call, refusal } = await complete();
    await call("POST", "/v1/clusters/c1/actions/resize", { body: { node_count: 3 } });
    expect(await refusal("POST", PATH, to("newer"))).toEqual([
      400,
      'Upgrading a cluster when status is "UPDATE_IN_PROGRESS" is not supported.',
    ]);
  });

  it("is bound to the version that If-Match names", async () => {
    const { call } = await complete();
    const { headers } = await call("GET", "/v1/clusters/c1");
    const etag = String(headers["etag"]);
    const old = { ...to("newer"), headers: { "if-match": '"0"' } };
    expect((await call("POST", PATH, old)).status).toBe(412);
    const known = { ...to("newer"), headers: { "if-match": etag } };
    const accepted = await call("POST", PATH, known);
    expect(accepted.status).toBe(202);
    expect(accepted.headers["etag"]).not.toBe(etag);
  });

  // api.md 4.7: upgrades work across projects for admins
  it("is for the cluster's project, and for admins", async () => {
    const { call, uuid, refusal } = await complete();
    const path = `/v1/clusters/${uuid}/actions/upgrade`;
    expect(await refusal("POST", path, { as: "mallory", ...to("newer") })).toEqual([
      404,
      `Cluster ${uuid} could not be found.`,
    ]);
    expect((await call("POST", path, { as: "admin", ...to("newer") })).status).toBe(202);
  });

  // api.md 1.2: 1.7 refuses it in words of its own
  it("is there from 1.8 on", async () => {
    const { call, refusal } = await complete();
    expect(await refusal("POST", PATH, { version: "container-infra 1.6", ...to("newer") })).toEqual(
      [
        406,
        "Version 1.6 was requested but the requested API upgrade is not supported for this version.",
      ],
    );
    expect(await refusal("POST", PATH, { version: "container-infra 1.7", ...to("newer") })).toEqual(
      [400, "Cluster upgrade is not supported in the provided microversion."],
    );
    expect(
      (await call("POST", PATH, { version: "container-infra 1.8", ...to("newer") })).status,
    ).toBe(202);
  });

  it("begins once, however often a request with the same key arrives", async () => {
    const { call, uuid, settle } = await complete();
    const { headers } = await call("GET", "/v1/clusters/c1");
    const known = { "if-match": String(headers["etag"]) };
    const wish = { ...to("newer"), headers: { "idempotency-key": "one", ...known } };
    for (let time = 0; time < 2; time += 1) {
      expect(await call("POST", PATH, wish)).toMatchObject({ status: 202, body: { uuid } });
      await settle();
    }
    const { body } = await call("GET", "/v1/clusters/c1/operations");
    expect(body.operations.map(({ kind }: { kind: string }) => kind)).toEqual([
      "create",
      "upgrade",
    ]);
  });
});
