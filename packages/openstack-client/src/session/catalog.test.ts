import { describe, expect, it } from "vitest";
import { EndpointNotFoundError } from "../errors/caller-errors.ts";
import { catalogSchema, endpointUrl, findEndpointUrl } from "./catalog.ts";
import { type ServiceType, versionedUrl } from "./service-type.ts";

const catalog = catalogSchema.parse([
  {
    type: "compute",
    endpoints: [
      { interface: "public", region_id: "One", url: "https://one/v2.1" },
      { interface: "internal", region_id: "One", url: "http://one.inside/v2.1" },
      { interface: "public", region_id: null, region: "Two", url: "https://two/v2.1" },
    ],
  },
  { type: "volumev2", endpoints: [{ interface: "public", region: "One", url: "https://v2" }] },
  { type: "volumev3", endpoints: [{ interface: "public", region: "One", url: "https://v3" }] },
  {
    type: "container-infrastructure",
    endpoints: [{ interface: "public", region: "Two", url: "https://infra" }],
  },
]);
const choice = { serviceType: "compute", interface: "public", region: undefined } as const;

describe("the catalog", () => {
  it("gives the endpoint of the interface and region asked for", () => {
    expect(endpointUrl(catalog, choice)).toBe("https://one/v2.1");
    expect(endpointUrl(catalog, { ...choice, region: "Two" })).toBe("https://two/v2.1");
    expect(endpointUrl(catalog, { ...choice, interface: "internal" })).toBe(
      "http://one.inside/v2.1",
    );
  });

  it("finds a service under its older names, the best one first", () => {
    expect(findEndpointUrl(catalog, { ...choice, serviceType: "block-storage" })).toBe(
      "https://v3",
    );
    expect(findEndpointUrl(catalog, { ...choice, serviceType: "container-infra" })).toBe(
      "https://infra",
    );
  });

  it("says what it has instead of what is missing", () => {
    const missing = () => endpointUrl(catalog, { ...choice, interface: "admin", region: "One" });
    expect(missing).toThrow(EndpointNotFoundError);
    expect(missing).toThrow("no admin endpoint of compute in region One");
    expect(missing).toThrow("public in One, internal in One, public in Two");
    expect(() => endpointUrl(catalog, { ...choice, serviceType: "image" })).toThrow(
      "it has compute, volumev2, volumev3, container-infrastructure",
    );
  });
});

describe("an endpoint's version", () => {
  const cases: readonly [ServiceType, string, string][] = [
    ["identity", "http://k:5000", "http://k:5000/v3"],
    ["identity", "http://k:5000/", "http://k:5000/v3"],
    ["identity", "http://k/identity/v2.0", "http://k/identity/v3"],
    ["identity", "http://k/identity/v3/", "http://k/identity/v3"],
    ["network", "http://n:9696/", "http://n:9696/v2.0"],
    ["network", "http://n/network/v2.0", "http://n/network/v2.0"],
    ["image", "http://g:9292", "http://g:9292/v2"],
    ["image", "http://g/image/v2.16", "http://g/image/v2.16"],
    ["compute", "http://c:8774/v2.1", "http://c:8774/v2.1"],
    ["compute", "http://c:8774/v2/abc", "http://c:8774/v2/abc"],
    ["compute", "http://c/compute", "http://c/compute/v2.1"],
    ["orchestration", "http://h:8004/v1/abc", "http://h:8004/v1/abc"],
    ["orchestration", "http://h/heat-api", "http://h/heat-api/v1/p1"],
    ["container-infra", "http://m:9511", "http://m:9511/v1"],
    ["placement", "http://p:8778", "http://p:8778"],
  ];
  it.each(cases)("of %s at %s is completed to %s", (serviceType, url, completed) => {
    expect(versionedUrl(serviceType, url, "p1")).toBe(completed);
  });
});
