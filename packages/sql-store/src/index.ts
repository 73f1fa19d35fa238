export {
  type DatabaseLocation,
  type DatabaseServer,
  describeDatabase,
  parseDatabaseUrl,
} from "./database/database-location.ts";
export { type FileLock, lockSqliteFile } from "./file-lock.ts";
export type { SchemaVersion } from "./migrations/schema-version.ts";
export {
  databaseVersion,
  isSealed,
  openSqlStore,
  rewrapDatabase,
  sealedSecretsOf,
  type SqlStoreOptions,
  upgradeDatabase,
} from "./open-sql-store.ts";
export { createSecretBox, type SecretBox } from "./secrets/secret-box.ts";
export { loadSecretKeys, parseSecretKeys, readSecretKeysAgain } from "./secrets/secret-keys.ts";
export type { RewrappedTable, SealedSecrets } from "./secrets/rewrap-secrets.ts";
