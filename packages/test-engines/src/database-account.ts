/** The account that every test database has. */
export const USER = "jeroboam";
export const PASSWORD = "only-for-tests";

export function databaseUrl(scheme: string, port: number, database: string): string {
  return `${scheme}://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

/** A name that needs no quotes in SQL. */
export function requireName(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`${name} is no simple database name`);
  return name;
}
