import { type DatabaseEngine, isMissing, type Missing } from "@jeroboam/test-engines";
import { afterAll } from "vitest";
import { openSqlStore, parseDatabaseUrl, upgradeDatabase } from "../src/index.ts";
import { secretBox } from "./contract/store-bench.ts";
import { keyPairMigrationContract } from "./key-pair-migration.ts";
import { authorityExpiryMigrationContract } from "./authority-expiry-migration.ts";
import { rewrapContract } from "./rewrap.ts";
import { faultsContract } from "./server-faults.ts";
import { storeContract } from "./store-contract.ts";

/** Runs the contract on a server of its own, which it stops, or says why not. */
export function serverContract(server: DatabaseEngine | Missing): void {
  if (isMissing(server)) console.warn(`The contract is skipped: ${server.missing}`);
  else contractOn(server);
}

function contractOn(server: DatabaseEngine): void {
  let databases = 0;
  const newLocation = async () => {
    const location = parseDatabaseUrl(await server.createDatabase(`contract${databases++}`));
    await upgradeDatabase(location);
    return location;
  };
  afterAll(() => server.stop());
  storeContract(
    async () => {
      const location = await newLocation();
      return { open: (options) => openSqlStore({ location, secretBox, ...options }) };
    },
    { shared: true },
  );
  keyPairMigrationContract(newLocation);
  authorityExpiryMigrationContract(newLocation);
  faultsContract(server, newLocation);
  // Behind those that kill the server: what was written before is to be recovered.
  rewrapContract(newLocation);
}
