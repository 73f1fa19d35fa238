import { CamelCasePlugin, type DatabaseConnection, type Dialect, Kysely } from "kysely";

/** Where statements go. */
export interface StatementRunner {
  readonly executeQuery: DatabaseConnection["executeQuery"];
}

const unused = (): never => {
  throw new Error("transactions are begun and ended by the store itself");
};

/** Builds statements in the dialect and hands each to the runner. */
export function queryBuilder<Tables>(dialect: Dialect, runner: StatementRunner): Kysely<Tables> {
  const connection: DatabaseConnection = {
    executeQuery: (query) => runner.executeQuery(query),
    streamQuery: unused,
  };
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        releaseConnection: async () => {},
        beginTransaction: unused,
        commitTransaction: unused,
        rollbackTransaction: unused,
        destroy: async () => {},
      }),
    },
    plugins: [new CamelCasePlugin()],
  });
}
