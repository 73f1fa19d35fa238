import { describe, expect, it } from "vitest";
import { parseMicroversion, VersionRangeError } from "./microversion.ts";

// api.md 1.2
describe("the version header", () => {
  it.each([
    [undefined, 1],
    ["container-infra latest", 14],
    ["container-infra 1.1", 1],
    ["container-infrastructure-management 1.10", 10],
    ["container-infrastructure 1.14", 14],
    ["container-infra  LATEST ", 14],
    ["container-infra 1.01", 1],
    ["container-infra +1.5", 5],
  ])("%s means 1.%i", (header, minor) => {
    expect(parseMicroversion(header)).toBe(minor);
  });

  it.each(["", "latest", "compute 1.1", "container-infra 1.1 1.2", "container-infra"])(
    "%j names no service of ours",
    (header) => {
      expect(() => parseMicroversion(header)).toThrow(
        "Invalid service type for OpenStack-API-Version header",
      );
    },
  );

  it.each([
    "container-infra one",
    "container-infra 1",
    "container-infra 1.1.1",
    "container-infra 1.a",
  ])("%j holds no version", (header) => {
    expect(() => parseMicroversion(header)).toThrow(
      "Invalid value for OpenStack-API-Version header",
    );
  });

  it.each(["2.1", "-1.2", "0.5", "1.0", "1.15", "1.99999999999999999999"])(
    "%s is out of range",
    (version) => {
      expect(() => parseMicroversion(`container-infra ${version}`)).toThrow(VersionRangeError);
    },
  );
});
