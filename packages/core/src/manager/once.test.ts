import { describe, expect, it } from "vitest";
import { alice } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { KEY_LIFETIME_MS } from "../request/recorded-request.ts";

const request = {
  coe: "swarm-mode",
  imageId: "debian",
  externalNetworkId: "public",
  flavorId: "m1.small",
};
const identity = { idempotencyKey: "key", fingerprint: "one" };

describe("a create request under a key", () => {
  it("makes one template, however many repeats come at once", async () => {
    const bench = managerBench();
    const create = () => bench.manager.as(alice, identity).clusterTemplates.create(request);
    const answers = await Promise.all(Array.from({ length: 50 }, create));
    expect(new Set(answers.map(({ uuid }) => uuid)).size).toBe(1);
    expect(await create()).toEqual(answers[0]);
    expect(await bench.manager.clusterTemplates.list()).toHaveLength(1);
  });

  it("that was refused may come again and be granted", async () => {
    const bench = managerBench();
    const { clusterTemplates } = bench.manager.as(alice, identity);
    await expect(clusterTemplates.create({ ...request, flavorId: "nope" })).rejects.toMatchObject({
      code: "JRB_FLAVOR_NOT_FOUND",
    });
    await expect(clusterTemplates.create(request)).resolves.toBeDefined();
  });

  it("answers an explicit uuid again instead of saying that it exists", async () => {
    const bench = managerBench();
    const uuid = "7d4c2f0e-6a38-4a5b-9d0e-1f2a3b4c5d6e";
    const create = () =>
      bench.manager.as(alice, identity).clusterTemplates.create({ ...request, uuid });
    const answers = await Promise.all([create(), create(), create()]);
    expect(answers.map((template) => template.uuid)).toEqual([uuid, uuid, uuid]);
  });

  it("is refused when what it made is gone", async () => {
    const bench = managerBench();
    const { clusterTemplates } = bench.manager.as(alice, identity);
    const { uuid } = await clusterTemplates.create(request);
    await clusterTemplates.delete(uuid);
    await expect(clusterTemplates.create(request)).rejects.toMatchObject({
      code: "JRB_IDEMPOTENCY_KEY_REUSED",
    });
  });

  it("is forgotten after a day", async () => {
    const bench = managerBench();
    const { clusterTemplates } = bench.manager.as(alice, identity);
    const first = await clusterTemplates.create(request);
    bench.clock.advance(KEY_LIFETIME_MS);
    expect(await clusterTemplates.create(request)).toEqual(first);
    bench.clock.advance(1);
    const second = await clusterTemplates.create(request);
    expect(second.uuid).not.toBe(first.uuid);
    expect(await clusterTemplates.create(request)).toEqual(second);
  });

  it("without one is a request of its own each time", async () => {
    const bench = managerBench();
    await bench.manager.clusterTemplates.create(request);
    await bench.manager.clusterTemplates.create(request);
    expect(await bench.manager.clusterTemplates.list()).toHaveLength(2);
  });
});
