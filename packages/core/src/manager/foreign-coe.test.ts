import { describe, expect, it } from "vitest";
import { fakeCloud } from "../testing/fake-cloud.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { FakeStacks } from "../testing/fake-stacks.ts";
import { createClusterManager } from "./create-cluster-manager.ts";

describe("an engine that only a driver knows", () => {
  it("is as good as the ones that Magnum had", async () => {
    const stacks = new FakeStacks();
    const manager = createClusterManager({
      drivers: [
        {
          ...fakeDriver,
          name: "nomad",
          provides: [{ serverType: "vm", os: "debian", coe: "nomad" }],
        },
      ],
      cloud: fakeCloud(stacks),
      runOperations: false,
    });
    const request = { coe: "nomad", imageId: "debian", externalNetworkId: "public" };
    const template = await manager.clusterTemplates.create({ ...request, networkDriver: "own" });
    expect(template).toMatchObject({ coe: "nomad", networkDriver: "own", driver: "nomad" });
    const plain = await manager.clusterTemplates.create(request);
    expect(plain.networkDriver).toBeNull();
    await manager.clusters.create({ clusterTemplateId: template.uuid, flavorId: "m1.small" });
    await manager.close();
  });
});
