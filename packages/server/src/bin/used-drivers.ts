import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { loadDrivers } from "../load-drivers.ts";
import type { ServiceOptions } from "../service-options.ts";

/** The drivers that ship with the server and those that it is told, without those that are disabled. */
export async function usedDrivers({
  drivers,
  disabledDrivers,
}: Pick<ServiceOptions, "disabledDrivers" | "drivers">) {
  const all = [swarmMode, ...(await loadDrivers(drivers, process.cwd()))];
  return all.filter(({ name }) => !disabledDrivers.includes(name));
}
