import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/stats";

async function twoProjects() {
  const bench = serverBench();
  await bench.template();
  await bench.cluster({ node_count: 2 });
  await bench.cluster({ name: "c2", node_count: 1 });
  await bench.template({}, { as: "mallory" });
  await bench.cluster({ node_count: 4 }, { as: "mallory" });
  return bench;
}

// api.md 8
describe("stats", () => {
  it("count clusters and nodes, masters too, of the own project", async () => {
    const { call } = await twoProjects();
    const own = { clusters: 2, nodes: 5 };
    for (const query of ["", "?project_id=wonderland", "?project_id=", "?type=CLUSTER"])
      expect(await call("GET", `${PATH}${query}`)).toMatchObject({ status: 200, body: own });
    expect((await call("GET", PATH, { version: null })).body).toEqual(own);
  });

  it("are of all projects for admins, or of one that they name", async () => {
    const { call } = await twoProjects();
    const asAdmin = { as: "admin" };
    expect((await call("GET", PATH, asAdmin)).body).toEqual({ clusters: 3, nodes: 10 });
    const other = await call("GET", `${PATH}?project_id=elsewhere`, asAdmin);
    expect(other.body).toEqual({ clusters: 1, nodes: 5 });
    const none = await call("GET", `${PATH}?project_id=unheard-of`, asAdmin);
    expect(none.body).toEqual({ clusters: 0, nodes: 0 });
  });

  it.each<[string, number, string]>([
    ["?project_id=elsewhere", 403, "Not authorized."],
    ["?type=node", 400, "Invalid stats type. Allowed values are 'cluster'"],
    ["?type=", 400, "Invalid stats type. Allowed values are 'cluster'"],
    ["?colour=red", 400, 'Unknown argument: "colour"'],
  ])("are refused with %s", async (query, status, text) => {
    const { call } = await twoProjects();
    const refused = await call("GET", `${PATH}${query}`);
    expect(refused.body.errors[0].detail).toBe(text);
    expect(refused.status).toBe(status);
  });
});
