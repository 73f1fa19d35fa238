import { describe, expect, it } from "vitest";
import { CLUSTER, withCluster } from "./complete-cluster-bench.ts";

const CANCEL = `${CLUSTER}/actions/cancel`;
const RETRY = `${CLUSTER}/actions/retry`;
const UUID = { uuid: expect.any(String) };

describe("actions/cancel", () => {
  it("undoes a change that was not begun, and history tells who asked for it", async () => {
    const { call, patchNodes, settle } = await withCluster();
    const { body: before } = await call("GET", CLUSTER);
    await patchNodes(3, {});
    expect(await call("POST", CANCEL)).toMatchObject({ status: 202, body: UUID });
    await settle();
    const { body } = await call("GET", CLUSTER);
    expect(body).toMatchObject({ status: before.status, node_count: before.node_count });
    const { body: asked } = await call("GET", `${CLUSTER}/operations?after=1`);
    expect(asked.operations.at(-1)).toMatchObject({
      state: "cancelled",
      cancel_requested: true,
      error: { code: "JRB_OPERATION_CANCELLED" },
    });
    const { body: happened } = await call("GET", `${CLUSTER}/events`);
    expect(happened.events).toContainEqual(
      expect.objectContaining({ type: "operation.cancelling", kind: "update" }),
    );
  });

  it("is refused where nothing is under way, for a deletion, and for another version", async () => {
    const { call, patchNodes } = await withCluster();
    expect(await call("POST", CANCEL)).toMatchObject({
      status: 400,
      body: {
        errors: [{ detail: "Nothing is under way on cluster c1 that could be cancelled." }],
      },
    });
    await patchNodes(3, {});
    expect((await call("POST", CANCEL, { headers: { "if-match": '"1"' } })).status).toBe(412);
    await call("DELETE", CLUSTER);
    expect(await call("POST", CANCEL)).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            detail:
              'Cancelling the deletion of a cluster when status is "DELETE_IN_PROGRESS" is not supported.',
          },
        ],
      },
    });
  });
});

describe("actions/retry", () => {
  it("does again what failed, once for each key", async () => {
    const { call, patchNodes, settle, stacks } = await withCluster();
    stacks.failure = "no valid host";
    await patchNodes(3, {});
    await settle();
    expect((await call("GET", CLUSTER)).body.status).toBe("UPDATE_FAILED");
    stacks.failure = undefined;
    const headers = { "idempotency-key": "again" };
    for (let time = 0; time < 2; time++)
      expect(await call("POST", RETRY, { headers })).toMatchObject({ status: 202, body: UUID });
    await settle();
    expect((await call("GET", CLUSTER)).body).toMatchObject({
      status: "UPDATE_COMPLETE",
      node_count: 3,
    });
    const { body } = await call("GET", `${CLUSTER}/operations`);
    const [, failed, again, ...more] = body.operations;
    expect(again).toMatchObject({ kind: "update", state: "succeeded", retry_of: failed.uuid });
    expect(more).toEqual([]);
  });

  it("is refused where nothing failed", async () => {
    const { call } = await withCluster();
    expect(await call("POST", RETRY)).toMatchObject({
      status: 400,
      body: {
        errors: [
          { detail: "Cluster c1 is CREATE_COMPLETE; nothing failed that could be tried again." },
        ],
      },
    });
  });
});

describe.each([CANCEL, RETRY])("%s", (path) => {
  it("is the project's alone", async () => {
    const { call } = await withCluster();
    expect((await call("POST", path, { as: "mallory" })).status).toBe(404);
    expect((await call("POST", path, { as: null })).status).toBe(401);
  });
});
