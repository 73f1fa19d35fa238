import type { CredentialKind } from "@jeroboam/core";
import { type FaultRule, failingGuest, silentGuest } from "@jeroboam/openstack-simulator";
import { describe, expect, it } from "vitest";
import { cloudBench, type CloudBenchOptions } from "./cloud-bench.ts";

interface Failure extends CloudBenchOptions {
  readonly when: string;
  readonly cluster?: object;
  readonly reason: RegExp;
}

const quota = (network: object) => ({ demo: { network } });

describe.concurrent("a cluster that cannot be made", { timeout: 30_000 }, () => {
  it.for<Failure>([
    {
      when: "there is no room for a server",
      faults: [
        {
          service: "compute",
          operation: "buildServer",
          match: { name: "*-node-1" },
          error: "No valid host was found. There are not enough hosts available.",
        },
      ],
      reason: /^workers\/1\/server: .*No valid host was found/,
    },
    {
      when: "Heat fails at a server",
      faults: [{ resource: "workers/1/server", action: "CREATE", reason: "the disk is full" }],
      reason: /^workers\/1\/server: the disk is full$/,
    },
    {
      when: "the quota of instances is used up",
      quotas: { demo: { compute: { instances: 2 } } },
      reason: /^workers\/\d\/server: .*Quota exceeded for instances/,
    },
    {
      when: "the quota of ports is used up",
      quotas: quota({ port: 4 }),
      reason: /^(workers\/\d\/port|network\/\w+|manager_ports\/0): .*Quota exceeded/,
    },
    {
      when: "the quota of floating IPs is used up",
      quotas: quota({ floatingip: 1 }),
      reason: /^(workers|managers)\/\d\/floating_ip: .*Quota exceeded/,
    },
    {
      when: "a node says that it failed",
      guests: failingGuest("step swarm failed:\nno manager answered\n"),
      reason: /^(workers|managers)\/\d\/wait_condition: .*step swarm failed: no manager answered/,
    },
    {
      when: "nodes say nothing in time",
      guests: silentGuest,
      cluster: { create_timeout: 1 },
      reason: /timed out|timeout/i,
    },
    {
      when: "Heat refuses the template",
      faults: [
        {
          service: "orchestration",
          operation: "createStack",
          status: 400,
          error: "ERROR: The template section is invalid: nonsense",
        },
      ],
      reason: /The template section is invalid: nonsense/,
    },
    {
      when: "the project has as many stacks as it may have",
      quotas: { demo: { stacks: 0 } },
      reason: /maximum stacks/i,
    },
  ])(
    "because $when: says so, and goes without a trace",
    async ({ cluster, reason, ...failure }, test) => {
      const bench = await cloudBench(test, failure);
      await bench.template();
      const uuid = await bench.cluster({ node_count: 2, ...cluster });
      const failed = await bench.settled(uuid);
      expect(failed.status).toBe("CREATE_FAILED");
      expect(failed.status_reason).toMatch(reason);
      expect(failed.status_reason).not.toContain("\n");
      expect(failed.faults).toMatchObject({ "default-worker": expect.stringMatching(reason) });
      expect(await bench.removed(uuid)).toEqual(bench.seed);
    },
  );

  it.for<[CredentialKind, string, RegExp]>([
    ["trust", "createTrust", /^Failed to create trustee or trust for Cluster: .*No more\./],
    ["trust", "createUser", /^Failed to create trustee or trust for Cluster: .*No more\./],
    [
      "application-credential",
      "createApplicationCredential",
      /^Cluster \S+ got no application credential .* try again .*\/application_credentials: No more\.$/,
    ],
    [
      "application-credential",
      "createTrust",
      /^Cluster \S+ got .* or no trust .* try again .*\/OS-TRUST\/trusts: No more\.$/,
    ],
    ["service-user", "createUser", /^Cluster \S+ got no user .* try again .*\/users: No more\.$/],
    [
      "service-user",
      "createGrant",
      /^Cluster \S+ got no user .* with roles .* try again .*\/roles\/\w+: No more\.$/,
    ],
  ])(
    "because Keystone refuses its %s at %s: says so, and goes without a trace",
    async ([credentialKind, operation, reason], test) => {
      const fault = { service: "identity", operation, status: 403, error: "No more." } as const;
      const bench = await cloudBench(test, { credentialKind, faults: [fault] });
      await bench.template();
      const uuid = await bench.cluster();
      const failed = await bench.settled(uuid);
      expect(failed.status).toBe("CREATE_FAILED");
      expect(failed.status_reason).toMatch(reason);
      expect(failed.status_reason).not.toContain("\n");
      expect(bench.simulator.inspection.counts()).toEqual(bench.seed);
      expect(await bench.removed(uuid)).toEqual(bench.seed);
    },
  );
});

describe.concurrent("a cluster that was made", { timeout: 30_000 }, () => {
  it("says why a change failed, keeps what it had, and can be changed again", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster({ node_count: 1 });
    const { node_addresses } = await bench.settled(uuid);
    const takeBack = bench.simulator.faults.add({
      resource: "workers/2/server",
      action: "CREATE",
      reason: "the disk is full",
    });
    const resize = async (nodeCount: number) => {
      const body = { node_count: nodeCount };
      const answer = await bench.call("POST", `/clusters/${uuid}/actions/resize`, { body });
      expect(answer.status).toBe(202);
      return bench.settled(uuid);
    };
    expect(await resize(3)).toMatchObject({
      status: "UPDATE_FAILED",
      status_reason: "workers/2/server: the disk is full",
    });
    takeBack();
    expect(await resize(3)).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 3 });
    const healed = await resize(2);
    expect(healed).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(healed.node_addresses).toEqual(expect.arrayContaining(node_addresses));
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("is rolled back on request, and can then be changed again", async (test) => {
    const bench = await cloudBench(test);
    await bench.template();
    const uuid = await bench.cluster();
    const { node_addresses } = await bench.settled(uuid);
    const takeBack = bench.simulator.faults.add({
      resource: "workers/1/server",
      action: "CREATE",
      reason: "the disk is full",
    });
    const body = [{ op: "replace", path: "/node_count", value: 2 }];
    const path = `/clusters/${uuid}`;
    expect((await bench.call("PATCH", `${path}?rollback=True`, { body })).status).toBe(202);
    expect(await bench.settled(uuid)).toMatchObject({
      status: "ROLLBACK_COMPLETE",
      node_count: 1,
      node_addresses,
    });
    expect(bench.simulator.inspection.servers()).toHaveLength(2);
    takeBack();
    expect((await bench.call("PATCH", path, { body })).status).toBe(202);
    expect(await bench.settled(uuid)).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it("says why it could not be deleted, and is deleted when it can be", async (test) => {
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
    expect((await bench.call("DELETE", `/clusters/${uuid}`)).status).toBe(204);
    expect(await bench.settled(uuid)).toMatchObject({
      status: "DELETE_FAILED",
      status_reason: "workers/0/server: the hypervisor does not answer",
    });
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });
});

describe.concurrent("a cloud that is ill for a while", { timeout: 30_000 }, () => {
  it.for<[string, FaultRule]>([
    [
      "making stacks",
      { service: "orchestration", operation: "createStack", times: 1, status: 500 },
    ],
    ["showing stacks", { service: "orchestration", operation: "showStack", times: 1, status: 500 }],
    ["resources", { service: "orchestration", operation: "listResources", times: 1, status: 503 }],
    [
      "deleting stacks",
      { service: "orchestration", operation: "deleteStack", times: 1, status: 500 },
    ],
    ["giving tokens", { service: "identity", operation: "createToken", times: 1, status: 503 }],
  ])("at %s does no harm", async ([_what, fault], test) => {
    const bench = await cloudBench(test);
    await bench.template();
    bench.simulator.faults.add(fault);
    const uuid = await bench.cluster();
    expect((await bench.settled(uuid)).status).toBe("CREATE_COMPLETE");
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });
});
