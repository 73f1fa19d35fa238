import { describe, expect, it } from "vitest";
import { CLUSTER, withCluster } from "./complete-cluster-bench.ts";
import { serverBench } from "./server-bench.ts";

describe("a cluster's history", () => {
  it("tells what was asked and what happened, page by page", async () => {
    const { call, patchNodes, settle } = await withCluster();
    await patchNodes(3, {});
    await settle();
    const { body: asked } = await call("GET", `${CLUSTER}/operations`);
    expect(asked.operations).toMatchObject([
      { kind: "create", state: "succeeded", error: null, nodegroup: null },
      { kind: "update", state: "succeeded" },
    ]);
    const { body: all } = await call("GET", `${CLUSTER}/events`);
    expect(all.events.at(0)).toMatchObject({ type: "operation.accepted", kind: "create" });
    expect(all.events.at(-1)).toMatchObject({ type: "operation.finished", outcome: "succeeded" });
    expect(all).not.toHaveProperty("next");

    const read: unknown[] = [];
    let next: string | undefined = `${CLUSTER}/events?limit=3`;
    while (next !== undefined) {
      const page: { body: { events: unknown[]; next?: string } } = await call("GET", next);
      read.push(...page.body.events);
      next = page.body.next?.slice("http://api.example:9511".length);
    }
    expect(read).toEqual(all.events);
    const [first, second] = asked.operations;
    const rest = await call("GET", `${CLUSTER}/operations?after=${first.sequence}&limit=1`);
    expect(rest.body.operations).toEqual([second]);
  });

  it("tells why something failed", async () => {
    const { call, template, cluster, stacks, settle } = serverBench();
    await template();
    await cluster();
    stacks.failure = "no valid host";
    await settle();
    const { body } = await call("GET", `${CLUSTER}/operations`);
    expect(body.operations).toMatchObject([
      { state: "failed", error: { message: expect.stringContaining("no valid host") } },
    ]);
  });

  it("is its project's alone", async () => {
    const { call } = await withCluster();
    for (const part of ["operations", "events"]) {
      expect((await call("GET", `${CLUSTER}/${part}`, { as: "mallory" })).status).toBe(404);
      expect((await call("GET", `${CLUSTER}/${part}`, { as: "admin" })).status).toBe(200);
      expect((await call("GET", `${CLUSTER}/${part}`, { as: null })).status).toBe(401);
    }
  });

  it.each(["limit=0", "limit=x", "after=-1", "after=x", "marker=1"])(
    "refuses ?%s",
    async (query) => {
      const { call } = await withCluster();
      for (const part of ["operations", "events"])
        expect((await call("GET", `${CLUSTER}/${part}?${query}`)).status).toBe(400);
    },
  );
});
