import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { longOptions, run } from "./command.ts";
import { databaseUrl, PASSWORD, USER, requireName } from "./database-account.ts";
import { type DatabaseEngine, type EngineOptions, isMissing, type Missing } from "./engine.ts";
import { findPrograms } from "./program.ts";
import { type Place, startEngine } from "./start-engine.ts";

/** The database that every PostgreSQL has. */
const DATABASE = "postgres";

/** Starts a PostgreSQL whose url names an empty database. */
export async function startPostgreSql(
  options: EngineOptions = {},
): Promise<DatabaseEngine | Missing> {
  const programs = findPrograms({
    postgres: "postgresql",
    initdb: "postgresql",
    psql: "postgresql-client",
    ipcrm: "util-linux",
  });
  if (isMissing(programs)) return programs;
  const query = ({ folder, port }: Place, sql: string) =>
    run(
      {
        program: programs.psql,
        arguments: longOptions({
          "no-psqlrc": true,
          host: "127.0.0.1",
          port,
          username: USER,
          dbname: DATABASE,
          command: sql,
        }),
        environment: { PGPASSWORD: PASSWORD },
      },
      folder,
    );
  const urlOf = ({ port }: Place, database: string) => databaseUrl("postgresql", port, database);

  const engine = await startEngine({
    name: "postgresql",
    setpriv: programs.setpriv,
    url: (place) => urlOf(place, DATABASE),
    prepare({ folder }) {
      writeFileSync(join(folder, "password"), PASSWORD);
      return run(
        {
          program: programs.initdb,
          arguments: longOptions({
            pgdata: `${folder}/data`,
            username: USER,
            pwfile: `${folder}/password`,
            auth: "scram-sha-256",
            encoding: "UTF8",
            locale: "C.UTF-8",
            "locale-provider": "icu",
            "icu-locale": "en",
            "no-sync": true,
          }),
        },
        folder,
      );
    },
    server: ({ folder, port }) => ({
      program: programs.postgres,
      arguments: longOptions({
        port,
        listen_addresses: "127.0.0.1",
        unix_socket_directories: "",
        max_connections: 200,
        shared_buffers: "32MB",
        dynamic_shared_memory_type: "mmap",
        fsync: options.durable ? "on" : "off",
      }),
      environment: { PGDATA: `${folder}/data` },
    }),
    isReady: async (place) => (await query(place, "select 1")) !== "",
    async release({ folder }) {
      const pidFile = join(folder, "data", "postmaster.pid");
      // Its seventh line: key and id of a shared memory segment that kill -9 leaves behind.
      const id = existsSync(pidFile)
        ? readFileSync(pidFile, "utf8").split("\n")[6]?.trim().split(/\s+/)[1]
        : undefined;
      if (id !== undefined) await run({ program: programs.ipcrm, arguments: ["-m", id] }, folder);
    },
  });
  return {
    ...engine,
    async createDatabase(name) {
      await query(engine, `create database ${requireName(name)}`);
      return urlOf(engine, name);
    },
  };
}
