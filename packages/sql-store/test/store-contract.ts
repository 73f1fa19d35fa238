import { cursorsContract } from "./contract/cursors.ts";
import { historyContract } from "./contract/history.ts";
import { operationsContract } from "./contract/operations.ts";
import { pagesContract } from "./contract/pages.ts";
import { outboxContract, serverRowsContract } from "./contract/server-rows.ts";
import type { NewBench } from "./contract/store-bench.ts";
import { surveysContract } from "./contract/surveys.ts";
import { transactionsContract } from "./contract/transactions.ts";
import { versionsContract } from "./contract/versions.ts";

/** Everything that a store promises; `shared` for one that several processes open. */
export function storeContract(newBench: NewBench, { shared }: { shared: boolean }): void {
  versionsContract(newBench);
  transactionsContract(newBench);
  pagesContract(newBench);
  operationsContract(newBench);
  historyContract(newBench);
  surveysContract(newBench);
  cursorsContract(newBench);
  serverRowsContract(newBench);
  if (shared) outboxContract(newBench);
}
