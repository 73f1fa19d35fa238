import { describe, expect, it } from "vitest";
import { cloudBench } from "./cloud-bench.ts";
import { nodeKeys } from "./node-keys.ts";
import { until } from "./until.ts";

const TIMEOUT = { timeout: 60_000 } as const;
const COMPLETE = {
  status: "CREATE_COMPLETE",
  status_reason: "Stack CREATE completed successfully",
};
const away = { service: "key-manager", status: 503, error: "Not today." } as const;

describe("a cluster whose keys are in Barbican", TIMEOUT, () => {
  it("signs with them, and leaves nothing there", async (test) => {
    const bench = await cloudBench(test, { barbican: true });
    await bench.template();
    const uuid = await bench.cluster();
    expect(await bench.settled(uuid)).toMatchObject(COMPLETE);
    expect(bench.simulator.inspection.counts()).toMatchObject({
      secrets: bench.seed.secrets + 3,
      secretContainers: bench.seed.secretContainers + 1,
    });
    const body = { cluster_uuid: uuid, csr: nodeKeys("10.0.0.1").csrPem };
    expect((await bench.call("POST", "/certificates", { body })).status).toBe(201);
    expect(await bench.removed(uuid)).toMatchObject({
      secrets: bench.seed.secrets,
      secretContainers: bench.seed.secretContainers,
    });
  });

  it("waits for a Barbican that is away, and says so", async (test) => {
    const bench = await cloudBench(test, { barbican: true, hurry: 20 });
    await bench.template();
    const heal = bench.simulator.faults.add(away);
    const uuid = await bench.cluster();
    await until("the operation says why it waits", async () => {
      const [create] = await bench.operations(uuid);
      return JSON.stringify(create).includes("key-manager answered 503");
    });
    expect((await bench.show(uuid)).status).toBe("CREATE_IN_PROGRESS");
    heal();
    expect(await bench.settled(uuid)).toMatchObject(COMPLETE);
  });

  it("is asked for a certificate in vain while Barbican is away, and shows its authority's", async (test) => {
    const bench = await cloudBench(test, { barbican: true });
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    const heal = bench.simulator.faults.add(away);
    expect((await bench.call("GET", `/certificates/${uuid}`)).status).toBe(200);
    const body = { cluster_uuid: uuid, csr: nodeKeys("10.0.0.1").csrPem };
    const refused = await bench.call("POST", "/certificates", { body });
    expect(refused.status).toBe(503);
    expect(refused.body.errors[0].detail).toBe(
      `The certificates of cluster ${uuid} cannot be reached at the moment: the cert manager barbican cannot be used.`,
    );
    heal();
    expect((await bench.call("POST", "/certificates", { body })).status).toBe(201);
  });

  it("goes once Barbican is there again", async (test) => {
    const bench = await cloudBench(test, { barbican: true, hurry: 20 });
    await bench.template();
    const uuid = await bench.cluster();
    await bench.settled(uuid);
    const heal = bench.simulator.faults.add({ ...away, operation: "deleteSecret" });
    expect((await bench.call("DELETE", `/clusters/${uuid}`)).status).toBe(204);
    await until("the stack is gone", () => {
      return bench.simulator.inspection.counts().stacks === bench.seed.stacks;
    });
    heal();
    await bench.gone(uuid);
    expect(bench.simulator.inspection.counts()).toMatchObject({
      secrets: bench.seed.secrets,
      secretContainers: bench.seed.secretContainers,
    });
  });
});
