import type { NewClusterEvent } from "@jeroboam/core";
import type { Dialect, Kysely } from "kysely";
import type { DatabaseKind } from "../database/database-engine.ts";
import { queryBuilder, type StatementRunner } from "../database/query-builder.ts";
import type { AnyTables, Tables } from "../schema.ts";

/** Where rows are read and written: one transaction, or the reads outside of any. */
export interface RowScope {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Tables>;
  /** The same for code that works on any table. */
  readonly anyTable: Kysely<AnyTables>;
  /** Events of this transaction, numbered at its end; undefined outside of one. */
  readonly events: NewClusterEvent[] | undefined;
}

export function rowScope(
  engine: { readonly kind: DatabaseKind; readonly dialect: Dialect },
  statements: StatementRunner,
  events?: NewClusterEvent[],
): RowScope {
  return {
    kind: engine.kind,
    db: queryBuilder<Tables>(engine.dialect, statements),
    anyTable: queryBuilder<AnyTables>(engine.dialect, statements),
    events,
  };
}
