import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from "kysely";
import type { Pool, PoolConnection, QueryError } from "mysql2";

/**
 * A pool that keeps no connection to a server which said that it cannot be used: the next one is new,
 * and a proxy in between may lead it to another server.
 */
export function leavingPool(pool: Pool, isUseless: (error: QueryError) => boolean): MysqlPool {
  const handed = new WeakMap<PoolConnection, MysqlPoolConnection>();
  const watched = (connection: PoolConnection): MysqlPoolConnection => {
    let useless = false;
    return {
      config: connection.config,
      threadId: connection.threadId,
      connect: () => {},
      destroy: () => connection.destroy(),
      release: () => (useless ? connection.destroy() : connection.release()),
      query(sql, parameters, callback) {
        const query = connection.query(sql, parameters, (error, result) => {
          if (error && isUseless(error)) useless = true;
          // One statement is sent at a time, so there is one result.
          callback?.(error, result as MysqlQueryResult);
        });
        return { stream: (options) => query.stream(options) };
      },
    };
  };
  return {
    getConnection(callback) {
      pool.getConnection((error, connection) => {
        if (error) return callback(error, connection);
        const known = handed.get(connection) ?? watched(connection);
        handed.set(connection, known);
        callback(null, known);
      });
    },
    end: (callback) => pool.end(callback),
  };
}
