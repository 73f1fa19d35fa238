import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { managerBench } from "../testing/manager-bench.ts";

describe("node counts", () => {
  const counts = async (bench: ReturnType<typeof managerBench>) =>
    (await bench.manager.clusters.get("c1")).nodeGroups.map((group) => group.nodeCount);

  it("are put back to what was there when several changes in a row are refused", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    bench.stacks.faults.push(new Error("no"), new Error("no"));
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.clusters.resize("c1", { nodeCount: 9 });
    await bench.settle();
    expect(await counts(bench)).toEqual([1, 2]);
  });

  it("stay as wished when the infrastructure took the change and then could not be looked at", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.manager.runDueOperations();
    bench.stacks.faults.push(new Error("cannot be read"));
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_FAILED");
    expect(await counts(bench)).toEqual([1, 5]);
  });

  it("can be asked for again after the change failed", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await bench.settle();
    bench.stacks.ending = "FAILED";
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    await bench.settle();
    bench.stacks.ending = "COMPLETE";
    const again = await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    expect(again.operation).not.toBeNull();
    await bench.settle();
    expect((await bench.manager.clusters.get("c1")).status).toBe("UPDATE_COMPLETE");
  });
});

describe("a step that does not end", () => {
  it("is handed back when the manager closes, for another process to go on with", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    const { beforeLook } = bench.stacks;
    bench.stacks.beforeLook = () => new Promise(() => undefined);
    const running = bench.manager.runDueOperations();
    const claimed = async () =>
      (await bench.store.operations.nextDue(bench.clock.now()))?.getTime() !==
      bench.clock.now().getTime();
    await expect.poll(claimed).toBe(true);
    await bench.manager.close();
    await running;
    bench.stacks.beforeLook = beforeLook;
    const survivor = bench.open();
    for (let look = 0; look < 5; look++) {
      await survivor.runDueOperations();
      bench.clock.advance(1000);
    }
    expect((await survivor.clusters.get("c1")).status).toBe("CREATE_COMPLETE");
  });
});

describe("a process that dies once the cluster shows its end", () => {
  it("leaves nothing open that waits for what is asked for next", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    const { store, clock } = bench;
    const status = async () => (await bench.manager.clusters.get("c1")).status;
    const dies = async <T>(live: () => Promise<T>): Promise<T> =>
      (await status()) === "CREATE_COMPLETE" ? new Promise<T>(() => undefined) : live();
    const mortal = bench.open({
      ...store,
      transaction: (work) => dies(() => store.transaction(work)),
      operations: {
        ...store.operations,
        renew: (...by) => dies(() => store.operations.renew(...by)),
      },
    });
    await expect
      .poll(async () => {
        void mortal.runDueOperations();
        clock.advance(1000);
        return status();
      })
      .toBe("CREATE_COMPLETE");
    await bench.manager.clusters.resize("c1", { nodeCount: 5 });
    clock.advance(60_000);
    await bench.settle();
    expect(await status()).toBe("UPDATE_COMPLETE");
    const { uuid } = await bench.manager.clusters.get("c1");
    expect(await store.operations.ofCluster(uuid)).toMatchObject([
      { kind: "create", state: "succeeded" },
      { kind: "resize", state: "succeeded" },
    ]);
  });
});

describe("a running manager", () => {
  it("lets a watcher follow a cluster to its end", async () => {
    const bench = managerBench();
    await bench.template();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const event of bench.manager.watch()) {
        if (event.type === "cluster.status") seen.push(event.status);
        if (event.type === "operation.finished") break;
      }
    })();
    await bench.create();
    await bench.settle();
    await watching;
    expect(seen).toEqual(["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]);
  });

  it("ends its watchers when it closes", async () => {
    const bench = managerBench();
    const watching = (async () => {
      for await (const event of bench.manager.watch()) expect(event).toBeUndefined();
    })();
    await bench.manager.close();
    await watching;
    expect(JeroboamError.isInstance(new JeroboamError("JRB_INTERNAL", "x"))).toBe(true);
  });
});
