import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/jeroboam-command.ts";
import { usedDrivers } from "./used-drivers.ts";

it("are those that are neither disabled nor a beta that nobody enabled", async () => {
  const module = join(temporaryFolder(), "drivers.mjs");
  const contract = "contractVersion: 1, provides: [], createCluster() {}";
  const driver = (name: string, stability: string) =>
    `export const ${name} = { name: "${name}", stability: "${stability}", ${contract} };\n`;
  writeFileSync(module, driver("young", "beta") + driver("old", "deprecated"));
  const names = async (disabledDrivers: string[], enabledBetaDrivers: string[]) => {
    const used = await usedDrivers({ drivers: [module], disabledDrivers, enabledBetaDrivers });
    return used.map(({ name }) => name).filter((name) => name === "young" || name === "old");
  };
  expect(await names([], [])).toEqual(["old"]);
  expect(await names(["old"], ["young"])).toEqual(["young"]);
  expect(await names(["young"], ["young"])).toEqual(["old"]);
});
