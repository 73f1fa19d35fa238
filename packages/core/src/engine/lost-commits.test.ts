import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";
import { managerBench } from "../testing/manager-bench.ts";

/** A store that loses the connection at one commit, and does not say whether that was stored. */
function losing(commit: number, isStored: boolean) {
  const store = createMemoryStore();
  let commits = 0;
  const unreliable: Store = {
    ...store,
    async transaction(work) {
      commits += 1;
      if (commits !== commit) return store.transaction(work);
      await store.transaction(async (rows) => {
        await work(rows);
        if (!isStored) throw lost();
      });
      throw lost();
    },
  };
  return { store: unreliable, wasLost: () => commits >= commit };
}

function lost(): JeroboamError {
  return new JeroboamError("JRB_STORE_OUTCOME_UNKNOWN", "the connection was lost");
}

/** The first one stores the template. */
const COMMITS = Array.from({ length: 6 }, (_, index) => index + 2);

describe.each([true, false])("an operation whose commit got lost, stored: %s", (isStored) => {
  it.each(COMMITS)("goes on as if nothing had been, at commit %i", async (commit) => {
    const { store, wasLost } = losing(commit, isStored);
    const bench = managerBench({ store, givesCredentials: true });
    await bench.template();
    const made = await bench.create().catch(() => undefined);
    // The request itself may be told of it when nothing was stored.
    if (!made) await bench.create();
    await bench.settle();
    const [cluster, ...others] = await bench.manager.clusters.list();
    expect(others).toEqual([]);
    expect(cluster?.status).toBe("CREATE_COMPLETE");
    expect(bench.stacks.requests).toEqual(["create"]);
    expect(bench.cloud.held.size).toBe(1);
    const credential = await store.credentials.find(cluster?.uuid ?? "");
    expect([...bench.cloud.held.values()]).toEqual([credential]);
    expect(wasLost()).toBe(true);
  });
});
