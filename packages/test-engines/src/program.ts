import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Missing } from "./engine.ts";

const POSTGRESQL = "/usr/lib/postgresql";

/** Debian keeps servers where only root's PATH, or none, leads. */
function folders(): readonly string[] {
  const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL).map(Number) : [];
  return [
    // Before /usr/sbin, where a wrapper writes into the machine's own log folder.
    "/usr/lib/rabbitmq/bin",
    ...(process.env["PATH"] ?? "").split(":"),
    "/usr/sbin",
    ...versions
      .toSorted((a, b) => b - a)
      .map((version) => join(POSTGRESQL, String(version), "bin")),
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where each program is, or which is missing; asked with the Debian package that has each. */
export function findPrograms<Name extends string>(
  packages: Readonly<Record<Name, string>>,
): Readonly<Record<Name | "setpriv", string>> | Missing {
  const wanted: Readonly<Record<string, string>> = { setpriv: "util-linux", ...packages };
  const found: Record<string, string> = {};
  for (const [name, debianPackage] of Object.entries(wanted)) {
    const path = folders()
      .map((folder) => join(folder, name))
      .find(isExecutable);
    if (path === undefined)
      return { missing: `${name} is not installed (Debian package ${debianPackage})` };
    found[name] = path;
  }
  return found as Record<Name | "setpriv", string>;
}
