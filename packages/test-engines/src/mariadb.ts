import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { longOptions, run } from "./command.ts";
import { databaseUrl, PASSWORD, USER, requireName } from "./database-account.ts";
import { type DatabaseEngine, type EngineOptions, isMissing, type Missing } from "./engine.ts";
import { findPrograms } from "./program.ts";
import { type Place, startEngine } from "./start-engine.ts";

const DATABASE = "jeroboam";
const INIT_SQL = `
create user if not exists '${USER}'@'%' identified by '${PASSWORD}';
grant all on *.* to '${USER}'@'%' with grant option;
create database if not exists ${DATABASE};
`;

/** Starts a MariaDB whose url names an empty database. */
export async function startMariaDb(options: EngineOptions = {}): Promise<DatabaseEngine | Missing> {
  const programs = findPrograms({
    mariadbd: "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    mariadb: "mariadb-client-core",
  });
  if (isMissing(programs)) return programs;
  const query = ({ folder, port }: Place, sql: string) =>
    run(
      {
        program: programs.mariadb,
        arguments: longOptions({
          "no-defaults": true,
          protocol: "tcp",
          host: "127.0.0.1",
          port,
          user: USER,
          batch: true,
          execute: sql,
        }),
        environment: { MYSQL_PWD: PASSWORD },
      },
      folder,
    );
  const urlOf = ({ port }: Place, database: string) => databaseUrl("mysql", port, database);

  const engine = await startEngine({
    name: "mariadb",
    setpriv: programs.setpriv,
    url: (place) => urlOf(place, DATABASE),
    prepare({ folder }) {
      writeFileSync(join(folder, "init.sql"), INIT_SQL);
      return run(
        {
          program: programs["mariadb-install-db"],
          arguments: longOptions({
            "no-defaults": true,
            datadir: `${folder}/data`,
            "skip-test-db": true,
            "auth-root-authentication-method": "normal",
            "innodb-log-file-size": "16M",
          }),
        },
        folder,
      );
    },
    server: ({ folder, port }) => ({
      program: programs.mariadbd,
      arguments: longOptions({
        "no-defaults": true,
        datadir: `${folder}/data`,
        socket: `${folder}/socket`,
        "pid-file": `${folder}/pid`,
        "init-file": `${folder}/init.sql`,
        "bind-address": "127.0.0.1",
        port,
        "skip-name-resolve": true,
        "character-set-server": "utf8mb4",
        "max-connections": 400,
        "innodb-log-file-size": "16M",
        "innodb-buffer-pool-size": "64M",
        "innodb-flush-log-at-trx-commit": options.durable ? 1 : 2,
      }),
    }),
    isReady: async (place) => (await query(place, "select 1")) !== "",
  });
  return {
    ...engine,
    async createDatabase(name) {
      await query(engine, `create database ${requireName(name)}`);
      return urlOf(engine, name);
    },
  };
}
