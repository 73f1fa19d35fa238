import { existsSync } from "node:fs";
import { type ConductorService, isUp, messageOf } from "@jeroboam/core";
import {
  type DatabaseLocation,
  databaseVersion,
  describeDatabase,
  isSealed,
  openSqlStore,
  parseDatabaseUrl,
  type SealedSecrets,
  sealedSecretsOf,
} from "@jeroboam/sql-store";
import type { ServiceOptions } from "../service-options.ts";
import { atDatabase } from "./database-trouble.ts";
import type { Finding } from "./finding.ts";
import { openSecretBox } from "./secret-box.ts";

/** The database, its schema, the key of its secrets, and the conductors that beat in it. */
export async function databaseFindings(options: ServiceOptions): Promise<readonly Finding[]> {
  const location = parseDatabaseUrl(options.database);
  const found = await schemaFinding(location);
  if (found.level !== "ok") return [found];
  const name = "secret key";
  try {
    if (!(await isSealed(location))) {
      const source = options.secretKeys === undefined ? options.secretKeyFile : "the environment";
      const detail = `no process has sealed the database yet; the first one does, with the key in ${source}`;
      return [found, { name, level: "warning", detail }];
    }
    const secretBox = await openSecretBox(options, { create: false });
    const store = await openSqlStore({ location, secretBox });
    try {
      const key = keyFinding(await sealedSecretsOf(location, secretBox), secretBox.source);
      return [found, key, conductorFinding(await store.services.list(), options)];
    } finally {
      await store.close();
    }
  } catch (error) {
    return [found, { name, level: "failure", detail: messageOf(error) }];
  }
}

async function schemaFinding(location: DatabaseLocation): Promise<Finding> {
  const name = "database";
  const where = describeDatabase(location);
  if (location.kind === "sqlite" && !existsSync(location.path))
    return { name, level: "warning", detail: `${where} is not there yet; jeroboam all makes it` };
  try {
    const { current, wanted, pending } = await atDatabase(location, () =>
      databaseVersion(location),
    );
    if (current === wanted) return { name, level: "ok", detail: `${where}, schema ${current}` };
    const todo =
      pending.length > 0 ? "run `jeroboam db upgrade`" : "it belongs to a newer release; use that";
    const detail = `${where} has schema ${current ?? "none"} and not ${wanted}; ${todo}`;
    return { name, level: "failure", detail };
  } catch (error) {
    return { name, level: "failure", detail: messageOf(error) };
  }
}

function keyFinding(secrets: readonly SealedSecrets[], source: string): Finding {
  const name = "secret key";
  const many = (wanted: SealedSecrets["state"]) =>
    secrets.reduce((sum, { state, count }) => sum + (state === wanted ? count : 0), 0);
  const [unknown, former] = [many("unknown"), many("former")];
  if (unknown > 0) {
    const detail = `${unknown} secrets are sealed with a key that is not in ${source}; see jeroboam secrets status`;
    return { name, level: "failure", detail };
  }
  if (former === 0) return { name, level: "ok", detail: source };
  const detail = `${source}; ${former} secrets are sealed as they were before: run jeroboam secrets rewrap`;
  return { name, level: "warning", detail };
}

function conductorFinding(
  services: readonly ConductorService[],
  { serviceDownSeconds }: ServiceOptions,
): Finding {
  const now = new Date();
  const up = services.filter((service) => isUp(service, now, serviceDownSeconds * 1000));
  const names = up.map(({ host }) => host).join(", ");
  if (up.length === 0)
    return { name: "conductors", level: "warning", detail: "none is up; operations wait for one" };
  const down = services.length - up.length;
  const detail = `${up.length} up (${names})${down > 0 ? `, ${down} down` : ""}`;
  return { name: "conductors", level: down > 0 ? "warning" : "ok", detail };
}
