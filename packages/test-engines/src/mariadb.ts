import { requireName } from "./database-account.ts";
import { type DatabaseEngine, type EngineOptions, isMissing, type Missing } from "./engine.ts";
import { findMariaDb, INIT_FILE, QUICK, urlOf } from "./mariadb-program.ts";
import { startEngine } from "./start-engine.ts";

/** Starts a MariaDB whose url names an empty database. */
export async function startMariaDb(options: EngineOptions = {}): Promise<DatabaseEngine | Missing> {
  const programs = findMariaDb();
  if (isMissing(programs)) return programs;
  const engine = await startEngine({
    name: "mariadb",
    setpriv: programs.setpriv,
    url: urlOf,
    prepare: programs.prepare,
    server: (place) =>
      programs.server(place, {
        "init-file": `${place.folder}/${INIT_FILE}`,
        "innodb-buffer-pool-size": "64M",
        ...(options.durable ? { "innodb-flush-log-at-trx-commit": 1 } : QUICK),
      }),
    isReady: async (place) => (await programs.query(place, "select 1")) !== "",
  });
  return {
    ...engine,
    async createDatabase(name) {
      await programs.query(engine, `create database ${requireName(name)}`);
      return urlOf(engine, name);
    },
  };
}
