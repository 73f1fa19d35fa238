import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, sql } from "kysely";
import { codeOf, type DatabaseKind } from "../database/database-engine.ts";
import type { AnyTables } from "../schema.ts";

/** Text of at most 255 characters, any text, a whole number of 64 bits, or one that the database counts up. */
export type ColumnType = "text" | "longText" | "integer" | "numbered";
/** A column that ends in `?` may be null. */
export type Columns = Readonly<Record<string, ColumnType | `${ColumnType}?`>>;

/** What a migration needs to know of the database; all order text by its bytes. */
export interface TableBuilder {
  readonly db: Kysely<AnyTables>;
  readonly kind: DatabaseKind;
  /** What stands behind a table's columns. */
  readonly tableEnd: string;
}

export async function tableBuilder(
  db: Kysely<AnyTables>,
  kind: DatabaseKind,
): Promise<TableBuilder> {
  return { db, kind, tableEnd: kind === "mysql" ? await mysqlTableEnd(db) : "" };
}

/** Collations that compare bytes and do not pass over spaces at the end have different names. */
async function mysqlTableEnd(db: Kysely<AnyTables>): Promise<string> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db);
  const isMariaDb = /mariadb/i.test(rows[0]?.version ?? "");
  const collation = isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
  return `engine = InnoDB default character set utf8mb4 collate ${collation}`;
}

/** Makes the table unless it is there, so that a migration that broke off can run again. */
export async function createTable(
  { db, kind, tableEnd }: TableBuilder,
  name: string,
  columns: Columns,
  keys: { primary?: readonly string[]; unique?: readonly (readonly string[])[] } = {},
): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name).ifNotExists();
  for (const [column, declared] of Object.entries(columns)) {
    const type = declared.replace("?", "");
    table = table.addColumn(column, sql.raw(TYPES[kind][type] ?? type), (definition) => {
      if (type === "numbered") return numbered(kind, definition);
      return declared.endsWith("?") ? definition : definition.notNull();
    });
  }
  if (keys.primary) table = table.addPrimaryKeyConstraint(`${name}_primary`, [...keys.primary]);
  for (const unique of keys.unique ?? [])
    table = table.addUniqueConstraint(indexName(name, unique), [...unique]);
  await (tableEnd ? table.modifyEnd(sql.raw(tableEnd)) : table).execute();
}

/** Adds columns that may be null, unless they are there. */
export async function addColumns(
  { db, kind }: TableBuilder,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
): Promise<void> {
  const tables = await db.introspection.getTables();
  const present = tables.find(({ name }) => name === snakeCase(table))?.columns ?? [];
  for (const [column, type] of Object.entries(columns)) {
    if (present.some(({ name }) => name === snakeCase(column))) continue;
    await db.schema
      .alterTable(table)
      .addColumn(column, sql.raw(TYPES[kind][type] ?? type))
      .execute();
  }
}

/** As tables and columns are called in the database itself. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Makes the index unless it is there. Pages are sorted by columns that end in `^`, null first. */
export async function createIndex(
  { db, kind }: TableBuilder,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const names = columns.map((column) => column.replace("^", ""));
  let index = db.schema.createIndex(indexName(table, names)).on(table);
  for (const column of columns) {
    const reference = sql.ref(column.replace("^", ""));
    const nullsFirst = kind === "postgresql" && column.endsWith("^");
    index = index.expression(nullsFirst ? sql`${reference} asc nulls first` : reference);
  }
  if (kind !== "mysql") {
    await index.ifNotExists().execute();
    return;
  }
  try {
    await index.execute();
  } catch (error) {
    if (codeOf(error) !== "ER_DUP_KEYNAME") throw error;
  }
}

function indexName(table: string, columns: readonly string[]): string {
  return [table, ...columns].join("_");
}

const TYPES: Readonly<Record<DatabaseKind, Readonly<Record<string, string>>>> = {
  sqlite: { text: "text", longText: "text", integer: "integer", numbered: "integer" },
  mysql: { text: "varchar(255)", longText: "longtext", integer: "bigint", numbered: "bigint" },
  postgresql: {
    text: 'varchar(255) collate "C"',
    longText: 'text collate "C"',
    integer: "bigint",
    numbered: "bigint",
  },
};

function numbered(kind: DatabaseKind, column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  if (kind === "postgresql") return column.generatedByDefaultAsIdentity().primaryKey();
  return column.autoIncrement().primaryKey();
}
