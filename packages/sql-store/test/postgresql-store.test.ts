import { isMissing, startPostgreSql } from "@jeroboam/test-engines";
import { describe } from "vitest";
import { serverContract } from "./server-store.ts";

const server = await startPostgreSql();
describe.skipIf(isMissing(server))("a store in PostgreSQL", { timeout: 60_000 }, () => {
  serverContract(server);
});
