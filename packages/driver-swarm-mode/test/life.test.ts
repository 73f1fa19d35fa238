import { failingGuest } from "@jeroboam/openstack-simulator";
import { afterEach, describe, expect, it } from "vitest";
import type { Scenario } from "@jeroboam/driver-bench";
import { addressesOf, clouds } from "./simulated-cluster.ts";

const { begin, close } = clouds();
afterEach(close);

describe("a cluster's life on a simulated cloud", { timeout: 60_000 }, () => {
  it("makes it, keeps the right nodes when it shrinks, grows again, and leaves nothing", async () => {
    const life = await begin({});
    const before = life.cloud.inspection.counts();
    const created = await life.create(3);
    expect(created.masters).toMatchObject({ status: "CREATE_COMPLETE" });
    expect(created.attributes.apiAddress).toBe(`tcp://${addressesOf(created.masters)[0]}:2376`);
    const [first = "", second = "", third = ""] = addressesOf(created.workers);
    expect(life.cloud.inspection.stacks().filter((stack) => !stack.parentId)).toHaveLength(1);
    for (const server of life.cloud.inspection.servers())
      expect(server.userData).not.toMatch(/@[A-Z_]+@|%[A-Z_]+%/);

    const shrunk = await life.resize(2, [second]);
    expect(addressesOf(shrunk.workers)).toEqual([first, third]);
    const grown = await life.resize(3, []);
    expect(addressesOf(grown.workers)).toHaveLength(3);
    expect(addressesOf(grown.workers).slice(0, 2)).toEqual([first, third]);

    expect((await life.remove()).kinds).toEqual(["absent", "absent"]);
    expect(life.cloud.inspection.counts()).toEqual(before);
  });

  it.each<[string, Scenario, RegExp]>([
    [
      "three masters behind a load balancer, with volumes",
      { masterCount: 3, volumeSizeGib: 5, cluster: { masterLbEnabled: true } },
      /^tcp:\/\/172\.24\.[\d.]+:2376$/,
    ],
    [
      "an existing network, no floating IP, no TLS",
      {
        template: { tlsDisabled: true },
        cluster: {
          floatingIpEnabled: false,
          fixedNetwork: "private",
          fixedSubnet: "private-subnet",
        },
      },
      /^tcp:\/\/10\.66\.[\d.]+:2375$/,
    ],
  ])("works with %s", async (_, scenario, apiAddress) => {
    const life = await begin(scenario);
    const before = life.cloud.inspection.counts();
    const created = await life.create(1);
    expect(created.masters).toMatchObject({
      status: "CREATE_COMPLETE",
      nodeCount: scenario.masterCount ?? 1,
    });
    expect(created.attributes.apiAddress).toMatch(apiAddress);
    await life.remove();
    expect(life.cloud.inspection.counts()).toEqual(before);
  });

  it("has the same nodes take over new certificates, of every group, also those that come later", async () => {
    const life = await begin({});
    await life.create(2);
    await life.addGroup();
    const { servers } = life.cloud.inspection;
    const before = new Set(servers().map(({ id }) => id));
    const generations = () => servers().map(({ metadata }) => metadata["jeroboam_generation"]);
    const groups = await life.rotate();
    expect(groups.map((group) => group.kind === "present" && group.status)).toEqual([
      "UPDATE_COMPLETE",
      "UPDATE_COMPLETE",
      "UPDATE_COMPLETE",
    ]);
    expect(new Set(servers().map(({ id }) => id))).toEqual(before);
    expect(generations()).toEqual(["2", "2", "2", "2", "2"]);
    const grown = await life.resize(3, []);
    expect(grown.workers).toMatchObject({ status: "UPDATE_COMPLETE", nodeCount: 3 });
    await life.rotate();
    expect(generations()).toEqual(["3", "3", "3", "3", "3", "3"]);
    await life.remove();
  });

  it("says what a node said when it gave up", async () => {
    const life = await begin({}, { guests: failingGuest("step swarm failed: no manager") });
    const { masters } = await life.create(1);
    expect(masters).toMatchObject({
      status: "CREATE_FAILED",
      reason: expect.stringMatching(/^(managers|workers)\/0\/wait_condition: .*no manager/),
    });
  });
});
