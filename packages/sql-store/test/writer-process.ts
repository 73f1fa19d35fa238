// Stores clusters with an event each and tells of each one when it is stored, until it is killed.
import { openSqlStore, parseDatabaseUrl } from "../src/index.ts";
import { aCluster, anEvent } from "./contract/rows.ts";
import { secretBox } from "./contract/store-bench.ts";

const [, , url = ""] = process.argv;
const store = await openSqlStore({ location: parseDatabaseUrl(url), secretBox });
for (;;) {
  const cluster = aCluster();
  await store.transaction(async (rows) => {
    await rows.clusters.insert(cluster);
    await rows.events.append(anEvent({ clusterUuid: cluster.uuid }));
  });
  process.stdout.write(`${cluster.uuid}\n`);
}
