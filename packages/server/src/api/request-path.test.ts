import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicPath, routedPath } from "./request-path.ts";

describe("the path that is routed", () => {
  // api.md 1.1: the first path element, trailing slashes
  it.each([
    ["/", "/"],
    ["//", "/"],
    ["", "/"],
    ["/v1", "/v1"],
    ["/clusters?limit=1", "/v1/clusters?limit=1"],
    ["//clusters//c1", "/v1/clusters/c1"],
    ["/v1//clusters/", "/v1/clusters/"],
    ["/v1/clusters?next=//a", "/v1/clusters?next=//a"],
    ["http://other:1/clusters", "/v1/clusters"],
    ["/v1.json", "/v1.json"],
    ["/healthcheck/now", "/healthcheck/now"],
    ["/v2/clusters", "/v1/v2/clusters"],
  ])("%s is %s", (url, path) => {
    expect(routedPath(url)).toBe(path);
  });

  it.each([
    ["/container-infra", "/"],
    ["/container-infra/v1/clusters", "/v1/clusters"],
    ["/container-infra/clusters", "/v1/clusters"],
    ["/container-infrared", "/v1/container-infrared"],
    ["/healthcheck", "/healthcheck"],
  ])("mounted, %s is %s", (url, path) => {
    expect(routedPath(url, "/container-infra")).toBe(path);
  });

  it("is the same for a path that is as it should be and for one that has to be looked at", () => {
    fc.assert(
      fc.property(fc.string(), (rest) => {
        expect(routedPath(`/v1/${rest}`)).toBe(routedPath(`//v1/${rest}`));
      }),
    );
  });

  it("is a path, whatever came, and stays as it is when routed again", () => {
    fc.assert(
      fc.property(fc.string(), (url) => {
        const path = routedPath(url);
        expect(path).toMatch(/^\/(?!\/)/);
        expect(routedPath(path)).toBe(path);
      }),
    );
  });
});

// api.md 1.1: public routes
it.each([
  ["/", true],
  ["/.json", true],
  ["/v1", true],
  ["/v1/", true],
  ["/v1.json/", true],
  ["//", true],
  ["/v1//", true],
  ["/healthcheck.json", true],
  ["/v1/.json", false],
  ["/v1.xml", false],
  ["/v1/clusters", false],
  ["/v1/clusters.json", false],
  ["/v1jjson", false],
])("%s is public: %s", (path, expected) => {
  expect(isPublicPath(path)).toBe(expected);
});
