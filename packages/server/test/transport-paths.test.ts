import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const EMPTY = (status: number) => ({
  errors: [{ request_id: "", code: "", status, title: "", detail: "", links: [] }],
});

describe("paths", () => {
  // api.md 1.1: public routes with `.json`, which Magnum lets in and then has nothing at
  it.each(["/.json", "/v1.json", "/v1.json/", "/healthcheck.json"])(
    "%s needs no token and is not there",
    async (path) => {
      const { call } = serverBench();
      const answer = await call("GET", path, { as: null });
      expect(answer).toMatchObject({ status: 404, body: EMPTY(404) });
    },
  );

  // api.md 1.1: everything else needs a valid token
  it.each(["/v1/.json", "/v1.xml", "/v1.jsonx", "/v1/clusters.json", "/index.html"])(
    "%s needs a token",
    async (path) => {
      const { call } = serverBench();
      expect((await call("GET", path, { as: null })).status).toBe(401);
      expect((await call("GET", path)).status).toBe(404);
    },
  );

  // api.md 1.1: double and trailing slashes, paths without /v1
  it.each(["/v1//clusters", "//v1/clusters", "//clusters", "/v1/clusters//", "/clusters/?"])(
    "%s is the list of clusters",
    async (path) => {
      const { call } = serverBench();
      expect(await call("GET", path)).toMatchObject({ status: 200, body: { clusters: [] } });
    },
  );

  it.each(["//", "/v1//", "/v1/"])("%s needs no token", async (path) => {
    const { call } = serverBench();
    expect((await call("GET", path, { as: null })).status).toBe(200);
  });

  // api.md 1.3: a `detail` below an item
  it.each(["/v1/clusters/c1/detail", "/v1/clustertemplates/swarm/detail"])(
    "%s is not there",
    async (path) => {
      const { call } = serverBench();
      expect(await call("GET", path)).toMatchObject({ status: 404, body: EMPTY(404) });
    },
  );

  // api.md 1.1: 405
  it.each([
    ["PUT", "/v1/clusters", "GET, POST"],
    ["PUT", "/v1/clusters/c1", "DELETE, GET, PATCH"],
    ["GET", "/v1/certificates", "POST"],
    ["POST", "/", "GET"],
    ["DELETE", "/v1", "GET"],
    ["PROPFIND", "/v1/clusters", "GET, POST"],
    ["TRACE", "/v1/clusters", "GET, POST"],
  ])("%s %s says what is allowed", async (method, path, allow) => {
    const { call } = serverBench();
    const answer = await call(method, path);
    expect(answer).toMatchObject({ status: 405, body: EMPTY(405) });
    expect(answer.headers["allow"]).toContain(allow);
  });

  it("answers HEAD as GET, without the body", async () => {
    const { call } = serverBench();
    for (const path of ["/", "/v1", "/v1/clusters"])
      expect(await call("HEAD", path)).toMatchObject({ status: 200, text: "" });
    expect((await call("HEAD", "/v1/clusters/c1")).status).toBe(404);
  });
});
