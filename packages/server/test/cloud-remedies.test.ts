import {
  collect,
  deleteStack,
  deleteTrust,
  deleteUser,
  listStacks,
} from "@jeroboam/openstack-client";
import type { FaultRule } from "@jeroboam/openstack-simulator";
import { describe, expect, it } from "vitest";
import { type CloudBench, cloudBench } from "./cloud-bench.ts";
import { until } from "./until.ts";

const TIMEOUT = { timeout: 60_000 } as const;

/** Some real seconds, in which whatever a test does happens in the middle of it. */
const slow = (server: string, action: "CREATE" | "DELETE" = "CREATE"): FaultRule => ({
  resource: `workers/${server}/server`,
  action,
  delayMs: 1_600_000,
  times: 1,
});

const act = async (bench: CloudBench, uuid: string, action: string, body?: object) => {
  const answer = await bench.call("POST", `/clusters/${uuid}/actions/${action}`, {
    ...(body && { body }),
  });
  expect(answer).toMatchObject({ status: 202, body: { uuid } });
};
const serversOf = ({ simulator }: CloudBench) => simulator.inspection.servers();
const reachesServers = (bench: CloudBench, count: number) =>
  until(`${count} servers`, () => serversOf(bench).length >= count);
/** Deletes the one stack that is there, as its owner does it by hand. */
const deleteStackByHand = async (bench: CloudBench) => {
  const heat = bench.sessionOf("demo").service("orchestration");
  const [stack] = await collect(listStacks(heat));
  expect(stack).toBeDefined();
  await deleteStack(heat, stack?.id ?? "");
};
/** The trust that the one cluster has. */
const trustOf = ({ simulator, seed }: CloudBench) =>
  simulator.inspection.trusts().slice(seed.trusts)[0];

describe.concurrent("a cluster that is cancelled", TIMEOUT, () => {
  it("while it is made stops where it stands, and is completed by a retry", async (test) => {
    const bench = await cloudBench(test, { faults: [slow("1")] });
    await bench.template();
    const uuid = await bench.cluster({ node_count: 2 });
    await reachesServers(bench, 1);
    await act(bench, uuid, "cancel");
    expect(await bench.settled(uuid)).toMatchObject({
      status: "CREATE_FAILED",
      status_reason: "Stack CREATE cancelled",
    });
    expect(await bench.operations(uuid)).toMatchObject([{ kind: "create", state: "cancelled" }]);
    await act(bench, uuid, "retry");
    const whole = await bench.settled(uuid);
    expect(whole).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(whole.node_addresses).toHaveLength(2);
    expect(whole.api_address).toMatch(/^tcp:/);
    expect(bench.simulator.inspection.trusts()).toHaveLength(bench.seed.trusts + 1);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("while it grows stops there, and grows on by a retry", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    bench.simulator.faults.add(slow("2"));
    await act(bench, uuid, "resize", { node_count: 3 });
    await reachesServers(bench, 3);
    await act(bench, uuid, "cancel");
    expect(await bench.settled(uuid)).toMatchObject({
      status: "UPDATE_FAILED",
      status_reason: "Stack UPDATE cancelled",
    });
    await act(bench, uuid, "retry");
    const grown = await bench.settled(uuid);
    expect(grown).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 3 });
    expect(grown.node_addresses).toHaveLength(3);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("is deleted just as well", async (test) => {
    const bench = await cloudBench(test, { faults: [slow("1")] });
    await bench.template();
    const uuid = await bench.cluster({ node_count: 2 });
    await reachesServers(bench, 1);
    await act(bench, uuid, "cancel");
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });
});

describe.concurrent("a retry", TIMEOUT, () => {
  it("completes what failed deep in a nested stack", async (test) => {
    const bench = await cloudBench(test, {
      faults: [{ resource: "workers/1/server", action: "CREATE", reason: "disk full", times: 1 }],
    });
    await bench.template();
    const uuid = await bench.cluster({ node_count: 2 });
    expect(await bench.settled(uuid)).toMatchObject({
      status: "CREATE_FAILED",
      status_reason: "workers/1/server: disk full",
    });
    await act(bench, uuid, "retry");
    const whole = await bench.settled(uuid);
    expect(whole).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(whole.node_addresses).toHaveLength(2);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("makes the cluster that Heat refused, with the credential that is there", async (test) => {
    const bench = await cloudBench(test, {
      faults: [{ service: "orchestration", operation: "createStack", status: 400, times: 1 }],
    });
    await bench.template();
    const uuid = await bench.cluster();
    expect((await bench.settled(uuid)).status).toBe("CREATE_FAILED");
    await act(bench, uuid, "retry");
    expect((await bench.settled(uuid)).status).toBe("CREATE_COMPLETE");
    expect(bench.simulator.inspection.trusts()).toHaveLength(bench.seed.trusts + 1);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("makes the trust that Keystone refused, for who asks", async (test) => {
    const bench = await cloudBench(test, {
      faults: [{ service: "identity", operation: "createTrust", status: 403, times: 1 }],
    });
    await bench.template();
    const uuid = await bench.cluster();
    expect((await bench.settled(uuid)).status).toBe("CREATE_FAILED");
    await act(bench, uuid, "retry");
    expect((await bench.settled(uuid)).status).toBe("CREATE_COMPLETE");
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("takes away named nodes of which an earlier try took some", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster({ node_count: 3 });
    const [first, second, third] = (await bench.settled(uuid)).node_addresses;
    bench.simulator.faults.add({
      resource: "workers/1/server",
      action: "DELETE",
      reason: "the hypervisor does not answer",
      times: 1,
    });
    await act(bench, uuid, "resize", { node_count: 1, nodes_to_remove: [first, second] });
    expect((await bench.settled(uuid)).status).toBe("UPDATE_FAILED");
    await act(bench, uuid, "retry");
    expect(await bench.settled(uuid)).toMatchObject({
      status: "UPDATE_COMPLETE",
      node_count: 1,
      node_addresses: [third],
    });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("deletes what could not be deleted", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    bench.simulator.faults.add({
      resource: "workers/0/server",
      action: "DELETE",
      reason: "the hypervisor does not answer",
      times: 1,
    });
    await bench.call("DELETE", `/clusters/${uuid}`);
    expect((await bench.settled(uuid)).status).toBe("DELETE_FAILED");
    await act(bench, uuid, "retry");
    await bench.gone(uuid);
    expect(bench.simulator.inspection.counts()).toEqual(bench.seed);
  });
});

describe.concurrent("a cluster whose stack vanishes", TIMEOUT, () => {
  const REASON = "The cluster has no stack in Heat; delete the cluster and create it again.";

  it("while it is made has failed, and a retry makes another one", async (test) => {
    const bench = await cloudBench(test, { faults: [slow("1")] });
    await bench.template();
    const uuid = await bench.cluster({ node_count: 2 });
    await reachesServers(bench, 1);
    await deleteStackByHand(bench);
    expect(await bench.settled(uuid)).toMatchObject({
      status: "CREATE_FAILED",
      status_reason: REASON,
    });
    await act(bench, uuid, "retry");
    expect((await bench.settled(uuid)).status).toBe("CREATE_COMPLETE");
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("while it changes has failed, and can be deleted", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    bench.simulator.faults.add(slow("2"));
    await act(bench, uuid, "resize", { node_count: 3 });
    await reachesServers(bench, 3);
    await deleteStackByHand(bench);
    expect(await bench.settled(uuid)).toMatchObject({
      status: "UPDATE_FAILED",
      status_reason: REASON,
    });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("while it is deleted is gone", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    bench.simulator.faults.add(slow("0", "DELETE"));
    await bench.call("DELETE", `/clusters/${uuid}`);
    await deleteStackByHand(bench);
    await bench.gone(uuid);
    expect(bench.simulator.inspection.counts()).toEqual(bench.seed);
  });
});

describe.concurrent("a cluster whose own credential is gone", TIMEOUT, () => {
  const ways: readonly (readonly [string, (bench: CloudBench) => Promise<unknown>])[] = [
    [
      "trust was revoked",
      (bench) => deleteTrust(bench.sessionOf("demo").service("identity"), trustOf(bench)?.id ?? ""),
    ],
    [
      "trustee was deleted",
      (bench) =>
        deleteUser(
          bench.sessionOf("magnum_domain_admin").service("identity"),
          trustOf(bench)?.trusteeId ?? "",
        ),
    ],
  ];

  it.for(ways)("because its %s says so at a change, and can be deleted", async ([, lose], test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    await lose(bench);
    await act(bench, uuid, "resize", { node_count: 3 });
    expect(await bench.settled(uuid)).toMatchObject({
      status: "UPDATE_FAILED",
      node_count: 1,
      status_reason: expect.stringMatching(
        /^Keystone does not let the cluster's own user in any more: .* delete the cluster/,
      ),
    });
    const [, resize] = await bench.operations(uuid);
    expect(resize.error.code).toBe("OPENSTACK_CREDENTIAL_REFUSED");
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("because its service user was deleted names no trust, and can be deleted", async (test) => {
    const bench = await cloudBench(test, { credentialKind: "service-user" });
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    const [user] = bench.simulator.inspection.users().filter(({ name }) => name.startsWith(uuid));
    await deleteUser(bench.sessionOf("magnum_domain_admin").service("identity"), user?.id ?? "");
    await act(bench, uuid, "resize", { node_count: 3 });
    const { status, status_reason: reason } = await bench.settled(uuid);
    expect(status).toBe("UPDATE_FAILED");
    expect(reason).toMatch(/own user in any more: the user was deleted or disabled, or lost its/);
    expect(reason).not.toContain("trust");
    // Nova keeps the key pairs of a user who was deleted by hand.
    const { keypairs } = bench.seed;
    expect(await bench.removed(uuid)).toEqual({ ...bench.seed, keypairs: keypairs + 1 });
  });
});
