import { setTimeout } from "node:timers/promises";
import { JeroboamError } from "@jeroboam/core";
import { type DatabaseCluster, type Engine, isMissing, startHaProxy } from "@jeroboam/test-engines";
import { expect, it, onTestFinished } from "vitest";
import { aCluster } from "./contract/rows.ts";
import { startDoor } from "./door.ts";
import { type GaleraNodes, absent, openStore } from "./galera-bench.ts";

/** Nobody tells when a commit is on its way; the others look into their mail only after that. */
const COMMIT_SENT_MS = 300;

/** What is true of a store whose nodes are cut off or killed. */
export function galeraLossesContract({ cluster, emptyLocations }: GaleraNodes): void {
  const untilIn = (node: Engine, isIn: boolean) =>
    expect.poll(() => cluster.isIn(node), { timeout: 20_000, interval: 100 }).toBe(isIn);

  it("what a node could not tell of because it lost the others stays open, and is not stored twice", async () => {
    const locations = await emptyLocations();
    const [first = absent(), ...others] = cluster.nodes;
    const [store, other] = await Promise.all([
      openStore(locations[0] ?? absent()),
      openStore(locations[1] ?? absent()),
    ]);
    const row = aCluster();
    await store.clusters.insert(row);
    let runs = 0;
    const cuts: Promise<void>[] = [];
    const cut = async () => {
      try {
        await setTimeout(COMMIT_SENT_MS);
        await cluster.isolate(first, true);
      } finally {
        for (const node of others) cluster.freeze(node, false);
      }
    };
    const storing = store.transaction(async (rows) => {
      runs++;
      await rows.clusters.replace((await rows.clusters.find(row.uuid)) ?? absent());
      // They have the commit in their mail when they learn that the first node is gone.
      for (const node of others) cluster.freeze(node, true);
      cuts.push(cut());
    });
    await expect(storing).rejects.toMatchObject({ code: "JRB_STORE_OUTCOME_UNKNOWN" });
    await Promise.all(cuts);
    expect(runs).toBe(1);
    expect((await other.clusters.find(row.uuid))?.version).toBe(2);
    await expect(store.clusters.find(row.uuid)).rejects.toMatchObject({
      code: "JRB_STORE_UNAVAILABLE",
      retryable: true,
      message: expect.stringContaining("not with the majority"),
    });
    await cluster.isolate(first, false);
    await untilIn(first, true);
    expect((await store.clusters.find(row.uuid))?.version).toBe(2);
  });

  it("a connection to a node that lost the majority is left for one that the proxy leads elsewhere", async () => {
    const locations = await emptyLocations();
    const [first = absent()] = cluster.nodes;
    const door = await startDoor(first.port);
    onTestFinished(door.close);
    const [location = absent(), elsewhere = absent()] = locations;
    const store = await openStore({ ...location, port: door.port });
    const row = aCluster();
    await store.clusters.insert(row);
    await cluster.isolate(first, true);
    await untilIn(first, false);
    door.leadTo(elsewhere.port);
    expect(await store.clusters.find(row.uuid)).toEqual(row);
    await store.clusters.replace(row);
    await cluster.isolate(first, false);
    await untilIn(first, true);
  });

  it("behind a proxy it goes on at another node when the one it writes to is killed", async ({
    skip,
  }) => {
    const locations = await emptyLocations();
    const [first = absent()] = cluster.nodes;
    const proxy = await startHaProxy(proxyOf(cluster));
    if (isMissing(proxy)) return skip(proxy.missing);
    onTestFinished(() => proxy.stop());
    const [location = absent(), elsewhere = absent()] = locations;
    const store = await openStore({ ...location, port: proxy.port });
    const [stored, open_]: [string[], string[]] = [[], []];
    const writing = new AbortController();
    const write = async () => {
      while (!writing.signal.aborted) {
        const row = aCluster();
        try {
          await store.clusters.insert(row);
          stored.push(row.uuid);
        } catch (error) {
          if (!JeroboamError.isInstance(error) || error.code !== "JRB_STORE_OUTCOME_UNKNOWN")
            throw error;
          open_.push(row.uuid);
        }
      }
    };
    const writers = Promise.all([write(), write(), write()]);
    await expect.poll(() => stored.length).toBeGreaterThan(20);
    await first.kill();
    const before = stored.length;
    await expect.poll(() => stored.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    writing.abort();
    await writers;
    const there = new Set(
      (await (await openStore(elsewhere)).clusters.list({})).map(({ uuid }) => uuid),
    );
    expect(stored.filter((uuid) => !there.has(uuid))).toEqual([]);
    expect([...there].filter((uuid) => ![...stored, ...open_].includes(uuid))).toEqual([]);
  });
}

/** One node takes all writes, as an operator sets it up. */
const proxyOf = ({ nodes }: DatabaseCluster) => `
defaults
  mode tcp
  timeout connect 1s
  timeout client 60s
  timeout server 60s
listen galera
  bind 127.0.0.1:"$PORT"
  default-server inter 200ms fall 2 rise 2 on-marked-down shutdown-sessions
${nodes.map(({ port }, index) => `  server node${index} 127.0.0.1:${port} check${index > 0 ? " backup" : ""}`).join("\n")}
`;
