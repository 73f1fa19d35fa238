import { kubernetes } from "@jeroboam/driver-kubernetes";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { loadDrivers } from "../load-drivers.ts";
import type { ServiceOptions } from "../service-options.ts";

/** The drivers that ship with the server and those that it is told, without those that are
 * disabled, and those betas that are not enabled.
 *
 * @upstream magnum/drivers/common/driver.py `Driver.load_entry_points`
 */
export async function usedDrivers({
  drivers,
  disabledDrivers,
  enabledBetaDrivers,
}: Pick<ServiceOptions, "disabledDrivers" | "drivers" | "enabledBetaDrivers">) {
  const all = [swarmMode, kubernetes, ...(await loadDrivers(drivers, process.cwd()))];
  return all.filter(
    ({ name, stability }) =>
      !disabledDrivers.includes(name) &&
      (stability !== "beta" || enabledBetaDrivers.includes(name)),
  );
}
