import { describe, expect, it } from "vitest";
import { fakeDriver } from "../testing/fake-driver.ts";
import { capabilitiesOf, FACETS } from "./facets.ts";
import { createDriverRegistry } from "./registry.ts";

const type = { serverType: "vm", os: "debian", coe: "swarm-mode" } as const;
const twin = { ...fakeDriver, name: "twin" };

describe("the driver registry", () => {
  it("finds the driver of a cluster type", () => {
    expect(createDriverRegistry([fakeDriver], ["stacks"]).resolve(type).name).toBe("fake");
  });

  it("lets an explicit name win, and names the candidates when it must choose", () => {
    const registry = createDriverRegistry([fakeDriver, twin], ["stacks"]);
    expect(registry.resolve(type, "twin").name).toBe("twin");
    expect(() => registry.resolve(type)).toThrow("fake, twin");
  });

  it("takes the default driver where it must choose, and no other type's", () => {
    const drivers = [fakeDriver, twin];
    const registry = createDriverRegistry(drivers, ["stacks"], "twin");
    expect(registry.resolve(type).name).toBe("twin");
    expect(registry.resolve(type, "fake").name).toBe("fake");
    const other = { ...twin, name: "other", provides: [{ ...type, os: "plan9" }] };
    const narrow = createDriverRegistry([fakeDriver, other], ["stacks"], "other");
    expect(narrow.resolve(type).name).toBe("fake");
    expect(() => createDriverRegistry(drivers, ["stacks"], "nobody")).toThrow(
      "No driver is called nobody.",
    );
  });

  it.each([
    [
      "an unknown type",
      () => createDriverRegistry([fakeDriver], ["stacks"]).resolve({ ...type, os: "plan9" }),
      "JRB_CLUSTER_TYPE_NOT_SUPPORTED",
    ],
    [
      "an unknown name",
      () => createDriverRegistry([fakeDriver], ["stacks"]).resolve(type, "nope"),
      "JRB_DRIVER_NOT_FOUND",
    ],
    [
      "a name that does not provide the type",
      () =>
        createDriverRegistry([fakeDriver], ["stacks"]).resolve({ ...type, coe: "mesos" }, "fake"),
      "JRB_CLUSTER_TYPE_NOT_SUPPORTED",
    ],
    [
      "the same name twice",
      () => createDriverRegistry([fakeDriver, fakeDriver], ["stacks"]),
      "JRB_DRIVER_INCOMPATIBLE",
    ],
    [
      "a service that the cloud lacks",
      () => createDriverRegistry([fakeDriver], []),
      "JRB_DRIVER_INCOMPATIBLE",
    ],
    [
      "a contract of another version",
      () => createDriverRegistry([{ ...fakeDriver, contractVersion: 2 as 1 }], ["stacks"]),
      "JRB_DRIVER_INCOMPATIBLE",
    ],
  ])("refuses %s", (_what, act, code) => {
    expect(act).toThrow(expect.objectContaining({ code }));
  });

  it("reads a driver's capabilities off the driver", () => {
    expect(capabilitiesOf(fakeDriver)).toEqual(FACETS);
    const { resize: _resize, ...without } = fakeDriver;
    expect(capabilitiesOf(without)).toEqual(FACETS.slice(1));
  });
});
