import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/federations";
const UUID = "11111111-2222-4333-8444-555555555555";

async function withCluster() {
  const bench = serverBench();
  await bench.template();
  const uuid = await bench.cluster();
  const refusal = async (...asked: Parameters<typeof bench.call>) => {
    const { status, body } = await bench.call(...asked);
    return [status, body.errors?.[0].detail];
  };
  return { ...bench, uuid, refusal };
}

// api.md 10
describe("federations", () => {
  it.each([PATH, `${PATH}/detail`, `${PATH}?limit=1&sort_key=name&sort_dir=desc`])(
    "at %s are none",
    async (url) => {
      const { call } = serverBench();
      for (const as of ["alice", "admin"]) {
        const { status, body } = await call("GET", url, { as });
        expect(status).toBe(200);
        expect(body).toEqual({ federations: [] });
      }
    },
  );

  // api.md 1.3
  it.each([
    ["limit=0", 400, "Limit must be positive"],
    ["sort_key=colour", 400, 'The sort_key value "colour" is an invalid field for sorting'],
    [`marker=${UUID}`, 404, `Federation ${UUID} could not be found.`],
    ["colour=red", 400, 'Unknown argument: "colour"'],
  ])("are not listed with %s", async (query, status, text) => {
    const { refusal } = await withCluster();
    expect(await refusal("GET", `${PATH}?${query}`)).toEqual([status, text]);
    expect(await refusal("GET", `${PATH}/detail?${query}`)).toEqual([status, text]);
  });

  it("are not found under any name", async () => {
    const { refusal } = await withCluster();
    const missing = [404, "Federation nope could not be found."];
    expect(await refusal("GET", `${PATH}/nope`)).toEqual(missing);
    expect(await refusal("DELETE", `${PATH}/nope`)).toEqual(missing);
    const join = { body: [{ op: "add", path: "/member_ids", value: UUID }] };
    expect(await refusal("PATCH", `${PATH}/nope?rollback=True`, join)).toEqual(missing);
    expect(await refusal("PATCH", `${PATH}/nope`, { body: {} })).toEqual([
      400,
      "Invalid input for field/attribute patch. Value: '{}'. Value not a valid list: {}",
    ]);
  });

  // api.md 10, in the order of the checks; the last one is ours
  it.each<[object, number, string]>([
    [{ colour: "red" }, 400, "Unknown attribute for argument federation: colour"],
    [
      { name: "1" },
      400,
      "Invalid input for field/attribute name. Value: '1'. Value should match the pattern ^[a-zA-Z][a-zA-Z0-9_.-]*$",
    ],
    [
      { member_ids: "x" },
      400,
      "Invalid input for field/attribute member_ids. Value: 'x'. Value not a valid list: x",
    ],
    [{}, 400, "No hostcluster specified. Please specify a hostcluster_id."],
    [{ hostcluster_id: "nope" }, 404, "Cluster nope could not be found."],
    [{ hostcluster_id: "c1" }, 400, "Please specify a `properties` dict for the federation."],
    [
      { hostcluster_id: "c1", properties: { colour: "red" } },
      400,
      "No DNS zone specified. Please specify a `dns-zone`.",
    ],
    [
      { hostcluster_id: "c1", properties: { "dns-zone": "example.com." } },
      400,
      "Creating a federation is not supported.",
    ],
  ])("are refused with %j", async (body, status, text) => {
    const { refusal } = await withCluster();
    expect(await refusal("POST", PATH, { body })).toEqual([status, text]);
  });

  // api.md 1.3: outside the scope is 404
  it("have no host in another project", async () => {
    const { refusal, uuid } = await withCluster();
    const body = { hostcluster_id: uuid, properties: { "dns-zone": "example.com." } };
    expect(await refusal("POST", PATH, { as: "mallory", body })).toEqual([
      404,
      `Cluster ${uuid} could not be found.`,
    ]);
  });

  // api.md 13
  it("are for readers to see and for members to ask for", async () => {
    const { call, keystone, refusal } = await withCluster();
    const alice = keystone.tokens.get("alice");
    if (!alice) throw new Error("the fake Keystone lost a token");
    keystone.tokens.set("reader", { ...alice, roles: [{ name: "reader" }] });
    expect((await call("GET", PATH, { as: "reader" })).status).toBe(200);
    expect(await refusal("POST", PATH, { as: "reader", body: {} })).toEqual([
      403,
      "Policy doesn't allow federation:create to be performed.",
    ]);
    expect((await refusal("GET", PATH, { as: "unscoped" }))[0]).toBe(403);
  });
});
