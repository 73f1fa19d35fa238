import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, longOptions, run } from "./command.ts";
import { databaseUrl, PASSWORD, USER } from "./database-account.ts";
import { isMissing, type Missing } from "./engine.ts";
import { findPrograms } from "./program.ts";
import type { Place } from "./start-engine.ts";

/** The database that every MariaDB has. */
const DATABASE = "jeroboam";
const INIT_SQL = `
create user if not exists '${USER}'@'%' identified by '${PASSWORD}';
grant all on *.* to '${USER}'@'%' with grant option;
create database if not exists ${DATABASE};
`;
type Options = Readonly<Record<string, string | number | true>>;

/** What is done with the programs of MariaDB, whether it is one server or several. */
export interface MariaDbPrograms {
  readonly setpriv: string;
  /** Makes the data of a server that has none; where `INIT_FILE` is. */
  prepare(place: Place): Promise<unknown>;
  server(place: Place, more: Options): Command;
  query(place: Place, statement: string): Promise<string>;
}

/** Tables are made in half the time; what was committed outlives the server all the same. */
export const QUICK: Options = {
  "innodb-flush-log-at-trx-commit": 2,
  "innodb-file-per-table": 0,
  "innodb-doublewrite": 0,
};
export const INIT_FILE = "init.sql";
export const urlOf = ({ port }: Pick<Place, "port">, database = DATABASE): string =>
  databaseUrl("mysql", port, database);

export function findMariaDb(): MariaDbPrograms | Missing {
  const programs = findPrograms({
    mariadbd: "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    mariadb: "mariadb-client-core",
  });
  if (isMissing(programs)) return programs;
  return {
    setpriv: programs.setpriv,
    prepare({ folder }) {
      writeFileSync(join(folder, INIT_FILE), INIT_SQL);
      return run(
        {
          program: programs["mariadb-install-db"],
          arguments: longOptions({
            "no-defaults": true,
            datadir: `${folder}/data`,
            tmpdir: folder,
            "skip-test-db": true,
            "auth-root-authentication-method": "normal",
            "innodb-log-file-size": "16M",
          }),
        },
        folder,
      );
    },
    server: ({ folder, port }, more) => ({
      program: programs.mariadbd,
      arguments: longOptions({
        "no-defaults": true,
        datadir: `${folder}/data`,
        // A server that starts removes the temporary tables of whoever has the same folder.
        tmpdir: folder,
        socket: `${folder}/socket`,
        "pid-file": `${folder}/pid`,
        "bind-address": "127.0.0.1",
        port,
        "skip-name-resolve": true,
        "character-set-server": "utf8mb4",
        "max-connections": 400,
        "innodb-log-file-size": "16M",
        ...more,
      }),
    }),
    query: ({ folder, port }, statement) =>
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
            "skip-column-names": true,
            execute: statement,
          }),
          environment: { MYSQL_PWD: PASSWORD },
        },
        folder,
      ),
  };
}
