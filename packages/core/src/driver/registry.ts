import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterType } from "../cluster/cluster-type.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { type ClusterDriver, CONTRACT_VERSION } from "./contract.ts";

/** A driver of which only what needs no services is used. */
export type AnyDriver = ClusterDriver<never>;

/** The drivers of one composition: an object that is handed in, never a global. */
export interface DriverRegistry<Services> {
  /** An explicit name wins; else the triple decides; several candidates are an error that names them. */
  resolve(type: ClusterType, driverName?: string | null): ClusterDriver<Services>;
  /** Whether any driver makes clusters of that COE. */
  provides(coe: string): boolean;
  /** The driver that makes clusters of a stored template. */
  ofTemplate(template: DriverChoice): ClusterDriver<Services>;
}

/** What of a cluster template decides about its driver. */
export type DriverChoice = Pick<ClusterTemplate, "serverType" | "clusterDistro" | "coe" | "driver">;

/**
 * Checks and registers drivers; throws `JRB_DRIVER_INCOMPATIBLE` for one that cannot work here.
 *
 * @param defaultDriver - Is taken where it is one of several candidates; throws `JRB_DRIVER_NOT_FOUND`
 * where nobody is called so.
 * @upstream magnum/drivers/common/driver.py `Driver.get_driver`
 * @differs upstream lets a later driver silently replace an earlier one of the same triple, and takes
 * the first by name where no default driver is set
 */
export function createDriverRegistry<Services>(
  drivers: readonly ClusterDriver<Services>[],
  serviceTypes: readonly string[],
  defaultDriver?: string,
): DriverRegistry<Services> {
  for (const [index, driver] of drivers.entries()) {
    const fault = registrationFault(driver, drivers.slice(0, index), serviceTypes);
    if (fault)
      throw new JeroboamError("JRB_DRIVER_INCOMPATIBLE", `Driver ${driver.name} ${fault}.`, {
        details: { driver: driver.name },
      });
  }
  if (defaultDriver !== undefined && !drivers.some(({ name }) => name === defaultDriver))
    throw driverNotFound(defaultDriver);
  const registry: DriverRegistry<Services> = {
    provides: (coe) => drivers.some((driver) => driver.provides.some((type) => type.coe === coe)),
    ofTemplate: ({ serverType, clusterDistro: os, coe, driver }) =>
      registry.resolve({ serverType, os, coe }, driver),
    resolve(type, driverName) {
      if (driverName) {
        const named = drivers.find((driver) => driver.name === driverName);
        if (!named) throw driverNotFound(driverName);
        if (!named.provides.some((provided) => sameType(provided, type))) throw notSupported(type);
        return named;
      }
      const candidates = drivers.filter((driver) =>
        driver.provides.some((provided) => sameType(provided, type)),
      );
      const preferred = candidates.find(({ name }) => name === defaultDriver);
      if (preferred) return preferred;
      if (candidates.length > 1)
        throw new JeroboamError(
          "JRB_DRIVER_AMBIGUOUS",
          `Several drivers provide ${describeType(type)}: ${candidates.map((driver) => driver.name).join(", ")}. Name one in the template's field driver.`,
          { details: { candidates: candidates.map((driver) => driver.name) } },
        );
      const [only] = candidates;
      if (!only) throw notSupported(type);
      return only;
    },
  };
  return registry;
}

function registrationFault(
  driver: ClusterDriver<never>,
  earlier: readonly ClusterDriver<never>[],
  serviceTypes: readonly string[],
): string | undefined {
  if (driver.contractVersion !== CONTRACT_VERSION)
    return `speaks contract version ${String(driver.contractVersion)}, this core speaks ${String(CONTRACT_VERSION)}`;
  if (earlier.some((other) => other.name === driver.name)) return "is registered twice";
  if (driver.provides.length === 0) return "provides no cluster type";
  const required: readonly string[] = driver.requires;
  const missing = required.filter((service) => !serviceTypes.includes(service));
  if (missing.length > 0) return `requires services that the cloud lacks: ${missing.join(", ")}`;
  return undefined;
}

function sameType(a: ClusterType, b: ClusterType): boolean {
  return a.serverType === b.serverType && a.os === b.os && a.coe === b.coe;
}

function describeType(type: ClusterType): string {
  return `(${type.serverType}, ${type.os}, ${type.coe})`;
}

function driverNotFound(driver: string): JeroboamError {
  return new JeroboamError("JRB_DRIVER_NOT_FOUND", `No driver is called ${driver}.`, {
    details: { driver },
  });
}

function notSupported(type: ClusterType): JeroboamError {
  return new JeroboamError(
    "JRB_CLUSTER_TYPE_NOT_SUPPORTED",
    `Cluster type ${describeType(type)} not supported.`,
    {
      details: { serverType: type.serverType, os: type.os, coe: type.coe },
    },
  );
}
