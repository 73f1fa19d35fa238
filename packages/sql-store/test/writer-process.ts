// Stores clusters with an event each, several at a time, and tells of each one when it is stored, until it is killed.
import { openSqlStore, parseDatabaseUrl } from "../src/index.ts";
import { aCluster, anEvent } from "./contract/rows.ts";
import { secretBox } from "./contract/store-bench.ts";

const [, , url = "", atOnce = "1"] = process.argv;
const store = await openSqlStore({ location: parseDatabaseUrl(url), secretBox });

async function keepWriting(): Promise<never> {
  for (;;) {
    const cluster = aCluster();
    await store.transaction(async (rows) => {
      await rows.clusters.insert(cluster);
      await rows.events.append(anEvent({ clusterUuid: cluster.uuid }));
    });
    process.stdout.write(`${cluster.uuid}\n`);
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, keepWriting));
