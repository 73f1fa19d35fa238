import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATHS = [
  "/v1/clusters",
  "/v1/clusters/detail",
  "/v1/clusters/c1",
  "/v1/clusters/c1/actions/resize",
  "/v1/clustertemplates",
  "/v1/clustertemplates/swarm",
  "/v1/certificates",
  "/v1/certificates/c1",
];
const FIELDS = [
  "name",
  "cluster_template_id",
  "node_count",
  "master_count",
  "labels",
  "coe",
  "image_id",
  "uuid",
  "public",
  "csr",
  "cluster_uuid",
  "nodegroup",
  "nodes_to_remove",
  "dns_nameserver",
  "__proto__",
  "constructor",
];

const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>("swarm", "c1", "debian", "swarm-mode", 1, "2", "True", {}),
  },
  { weight: 2, arbitrary: fc.jsonValue() },
);
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("/v1/clusters/", "/v1/clustertemplates/", "/", "//", "/v1/"),
        fc.string(),
      )
      .map(([start, end]) => start + encodeURIComponent(end.toWellFormed())),
  },
  { weight: 1, arbitrary: fc.webPath().map((one) => `/${one.replace(/^\/+/, "")}`) },
);
const patch = fc.array(
  fc.record(
    {
      op: fc.constantFrom("add", "replace", "remove", "move"),
      path: fc.oneof(
        fc.constantFrom(
          "/node_count",
          "/labels/a",
          "/labels",
          "/links/0",
          "/__proto__/a",
          "/node_addresses/length",
        ),
        fc.string(),
      ),
      value,
    },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...FIELDS), value).map((one) => JSON.stringify(one)),
  patch.map((one) => JSON.stringify(one)),
  fc.json(),
  fc.string(),
  fc.constant("[".repeat(50_000) + "]".repeat(50_000)),
  fc.constant(undefined),
);
const query = fc.oneof(
  fc.constant(""),
  fc
    .dictionary(
      fc.oneof(fc.constantFrom("limit", "marker", "sort_key", "sort_dir", "rollback"), fc.string()),
      fc.oneof(fc.constantFrom("1", "name", "desc", "True"), fc.string()),
      { maxKeys: 3 },
    )
    .map((one) => `?${new URLSearchParams(one).toString()}`),
  fc.webQueryParameters().map((one) => `?${one}`),
);
const version = fc.oneof(
  fc.constantFrom(null, "container-infra latest", "container-infra 1.9"),
  fc.stringMatching(/^[ -~]*$/),
);

describe("whatever is sent", () => {
  it("no body, path, query or version makes the server fail", async () => {
    const bench = serverBench();
    await bench.template();
    await bench.cluster();
    await bench.settle();
    const method = fc.constantFrom("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS");
    await fc.assert(
      fc.asyncProperty(method, path, query, body, version, async (how, where, ask, sent, asked) => {
        const { status, body: answer } = await bench.call(how, where + ask, {
          version: asked,
          ...(sent === undefined ? {} : { body: sent }),
        });
        expect(status).toBeLessThan(500);
        const isRefused = status >= 400 && status !== 401 && how !== "HEAD";
        expect(isRefused ? answer.errors : [{}]).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
    expect(bench.faults).toEqual([]);
  });
});
