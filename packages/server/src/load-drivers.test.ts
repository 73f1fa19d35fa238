import { describe, expect, it } from "vitest";
import { loadDrivers } from "./load-drivers.ts";

const here = import.meta.dirname;

describe("drivers from elsewhere", () => {
  it("are found in files and packages", async () => {
    const drivers = await loadDrivers(
      ["../test/fake-driver.ts", "@jeroboam/driver-swarm-mode"],
      here,
    );
    expect(drivers.map(({ name }) => name)).toEqual(["fake", "swarm_mode_v1"]);
  });

  it.each([
    ["./nowhere.ts", "the driver module ./nowhere.ts cannot be imported"],
    ["./json-lines-logger.ts", "./json-lines-logger.ts exports no driver"],
  ])("are missed in %s", async (name, message) => {
    await expect(loadDrivers([name], here)).rejects.toThrow(message);
  });

  it("are missed without a word of the file that looked for them", async () => {
    for (const name of ["./nowhere.ts", "nowhere-driver"])
      await expect(loadDrivers([name], here)).rejects.not.toThrow("load-drivers");
  });
});
