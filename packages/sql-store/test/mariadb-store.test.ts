import { isMissing, startMariaDb } from "@jeroboam/test-engines";
import { describe } from "vitest";
import { serverContract } from "./server-store.ts";

const server = await startMariaDb();
describe.skipIf(isMissing(server))("a store in MariaDB", { timeout: 60_000 }, () => {
  serverContract(server);
});
