import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ClusterDriver, messageOf } from "@jeroboam/core";

/**
 * Imports drivers that do not ship with the server: every export of the modules that is one.
 *
 * @param modules - files (with a path), or packages installed beside the server
 * @throws when a module cannot be imported or exports no driver; whether a driver fits is the
 *   manager's to say.
 */
export async function loadDrivers(
  modules: readonly string[],
  workingDirectory: string,
): Promise<readonly ClusterDriver[]> {
  const loaded = await Promise.all(
    modules.map(async (name) => {
      const exported = await importModule(name, workingDirectory);
      const drivers = new Set(Object.values(exported).filter(isDriver));
      if (drivers.size === 0)
        throw new Error(
          `${name} exports no driver; a driver is what defineDriver or defineHeatDriver answers`,
        );
      return [...drivers];
    }),
  );
  return loaded.flat();
}

async function importModule(name: string, workingDirectory: string): Promise<object> {
  const isFile = isAbsolute(name) || name.startsWith(".");
  const specifier = isFile ? pathToFileURL(resolve(workingDirectory, name)).href : name;
  try {
    const module: unknown = await import(specifier);
    return typeof module === "object" && module !== null ? module : {};
  } catch (cause) {
    // The file of ours that imports it tells an operator nothing.
    const reason = messageOf(cause).replace(` imported from ${import.meta.filename}`, "");
    throw new Error(`the driver module ${name} cannot be imported: ${reason}`, { cause });
  }
}

function isDriver(value: unknown): value is ClusterDriver {
  return (
    typeof value === "object" &&
    value !== null &&
    "contractVersion" in value &&
    "provides" in value &&
    "createCluster" in value
  );
}
