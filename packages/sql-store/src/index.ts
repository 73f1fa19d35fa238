export { type FileLock, lockSqliteFile } from "./file-lock.ts";
