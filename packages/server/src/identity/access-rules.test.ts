import { describe, expect, it } from "vitest";
import { allowsRequest } from "./access-rules.ts";

const allowed = (pattern: string, path: string, method = "GET") =>
  allowsRequest([{ service: "container-infra", method: "GET", path: pattern }], { method, path });

describe("access rules", () => {
  it.each([
    ["/v1/clusters", "/v1/clusters", true],
    ["/v1/clusters", "/v1/clusters/c1", false],
    ["/v1/clusters/*", "/v1/clusters/c1", true],
    ["/v1/clusters/*", "/v1/clusters/", false],
    ["/v1/clusters/*", "/v1/clusters/c1/nodegroups", false],
    ["/v1/clusters/{cluster_id}", "/v1/clusters/c1", true],
    ["/v1/clusters/**", "/v1/clusters/c1/nodegroups/n1", true],
    ["/v1/**/nodegroups", "/v1/clusters/c1/nodegroups", true],
    ["/v1/c.usters", "/v1/clusters", false],
    ["/v1/clusters", "/v1/clusters\n", false],
    ["/v1/(clusters", "/v1/(clusters", true],
    ["**", "/v1/quotas", true],
  ])("%s serves for %s: %s", (pattern, path, expected) => {
    expect(allowed(pattern, path)).toBe(expected);
  });

  it("serve for their own method and service", () => {
    expect(allowed("/v1/clusters", "/v1/clusters", "POST")).toBe(false);
    const rule = { service: "compute", method: "GET", path: "/v1/clusters" };
    expect(allowsRequest([rule], { method: "GET", path: "/v1/clusters" })).toBe(false);
  });

  it("forbid everything where there are none of them, and nothing where none were set", () => {
    expect(allowsRequest([], { method: "GET", path: "/v1/clusters" })).toBe(false);
    expect(allowsRequest(null, { method: "GET", path: "/v1/clusters" })).toBe(true);
  });
});
