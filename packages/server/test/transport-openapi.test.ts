import { describe, expect, it } from "vitest";
import { ROUTES } from "../src/api/v1/routes.ts";
import { type OpenApiDocument, openApiDocument } from "../src/openapi/document.ts";
import { serverBench } from "./server-bench.ts";

const document: OpenApiDocument = JSON.parse(JSON.stringify(openApiDocument(ROUTES)));

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly in?: string; readonly name?: string }[];
  readonly responses: Readonly<Record<string, object>>;
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: operation as unknown as Operation,
  })),
);

/** Everything that stands in a document, with the path to it. */
function* parts(value: unknown, at = "#"): Generator<[string, object]> {
  if (typeof value !== "object" || value === null) return;
  yield [at, value];
  for (const [name, child] of Object.entries(value)) yield* parts(child, `${at}/${name}`);
}

function resolve(reference: string): unknown {
  return reference
    .slice("#/".length)
    .split("/")
    .reduce<unknown>(
      (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
      document,
    );
}

describe("the OpenAPI document", () => {
  it("refers only to what is in it", () => {
    const references = [...parts(document)].flatMap(([at, part]) =>
      "$ref" in part ? [[at, part.$ref] as const] : [],
    );
    expect(references.length).toBeGreaterThan(100);
    for (const [at, reference] of references) {
      expect([at, reference]).toEqual([at, expect.stringMatching(/^#\/components\//)]);
      expect([at, typeof resolve(String(reference))]).toEqual([at, "object"]);
    }
  });

  it("names every schema, and has none that nothing refers to", () => {
    const names = Object.keys(document.components["schemas"] ?? {});
    expect(names.filter((name) => /Answer$|Post|Get[A-Z]|Patch[A-Z]/.test(name))).toEqual([]);
    const text = JSON.stringify(document);
    const unused = names.filter((name) => !text.includes(`"#/components/schemas/${name}"`));
    expect(unused).toEqual([]);
  });

  it("has every route, and nothing that is not one", () => {
    const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    const routes = ROUTES.map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`,
    );
    const open = ["GET /", "GET /v1", "GET /v1/openapi.json", "GET /healthcheck"];
    expect(described.toSorted()).toEqual([...new Set([...routes, ...open])].toSorted());
  });

  it("gives each operation a name of its own, a summary and an answer", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operation } of operations) {
      expect(operation.operationId).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(operation.summary).not.toBe("");
      expect(Object.keys(operation.responses)).toContainEqual(expect.stringMatching(/^2\d\d$/));
    }
  });

  it("declares the parameters of each path, and each parameter once", () => {
    for (const { path, operation } of operations) {
      const { parameters = [] } = operation;
      const inPath = parameters.filter((one) => one.in === "path").map((one) => one.name);
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, inPath]).toEqual([path, wanted]);
      const names = parameters.map((one) => JSON.stringify([one.in, one.name, one]));
      expect([path, names]).toEqual([path, [...new Set(names)]]);
    }
  });

  it("knows the shape of every answer that has a body", () => {
    const shapeless = ROUTES.filter(({ answer }) => answer.status !== 204 && !answer.body);
    expect(shapeless.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it("says from which microversion on something is there", () => {
    const resize = document.paths["/v1/clusters/{cluster}/actions/resize"]?.["post"];
    expect(resize?.["x-openstack"]).toEqual({ "min-ver": "1.7" });
    // api.md 1.2: 1.7 only refuses an upgrade
    const upgrade = document.paths["/v1/clusters/{cluster}/actions/upgrade"]?.["post"];
    expect(upgrade?.["x-openstack"]).toEqual({ "min-ver": "1.8" });
    const patch = document.paths["/v1/clusters/{cluster}"]?.["patch"];
    expect(patch).not.toHaveProperty("x-openstack");
    expect(patch?.["parameters"]).toContainEqual(
      expect.objectContaining({ name: "rollback", "x-openstack": { "min-ver": "1.3" } }),
    );
  });

  it("offers a key, a condition or a tag where it does something", () => {
    const withPart = (text: string) =>
      operations
        .filter(({ operation }) => JSON.stringify(operation).includes(`#/components/${text}"`))
        .map(({ operation }) => operation.operationId)
        .toSorted();
    expect(withPart("parameters/IdempotencyKey")).toEqual([
      "baymodels_post",
      "bays_post",
      "clusters_nodegroups_post",
      "clusters_post",
      "clusters_resize",
      "clusters_retry",
      "clusters_upgrade",
      "clustertemplates_post",
      "quotas_post",
    ]);
    expect(withPart("parameters/IfMatch")).toEqual([
      "baymodels_delete",
      "baymodels_patch",
      "clusters_cancel",
      "clusters_delete",
      "clusters_patch",
      "clusters_resize",
      "clusters_retry",
      "clusters_upgrade",
      "clustertemplates_delete",
      "clustertemplates_patch",
    ]);
    const shown = ["baymodels_get_one", "clusters_get_one", "clustertemplates_get_one"];
    expect(withPart("parameters/IfNoneMatch")).toEqual(shown);
    expect(withPart("headers/ETag")).toEqual(
      [
        ...shown,
        "baymodels_patch",
        "baymodels_post",
        "clusters_cancel",
        "clusters_patch",
        "clusters_post",
        "clusters_resize",
        "clusters_retry",
        "clusters_upgrade",
        "clustertemplates_patch",
        "clustertemplates_post",
      ].toSorted(),
    );
    expect(withPart("headers/Location")).toEqual([
      "baymodels_post",
      "bays_post",
      "clustertemplates_post",
    ]);
  });

  it("shows what a body may hold, without what is refused", () => {
    const request = document.components["schemas"]?.["ClusterRequest"];
    expect(request?.["properties"]).toMatchObject({
      name: { anyOf: [{ type: "string", maxLength: 242 }, { type: "null" }] },
      node_count: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }] },
      merge_labels: { type: ["boolean", "null"] },
    });
    expect(request?.["properties"]).not.toHaveProperty("stack_id");
    expect(request?.["additionalProperties"]).toBe(false);
  });

  it("is served without a token, with the address that the caller knows", async () => {
    const { call } = serverBench();
    const { status, body } = await call("GET", "/v1/openapi.json", { as: null });
    expect(status).toBe(200);
    expect(body).toEqual({ ...document, servers: [{ url: "http://api.example:9511" }] });
  });
});
