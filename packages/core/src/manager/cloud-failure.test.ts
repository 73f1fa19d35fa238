import { describe, expect, it } from "vitest";
import { alice } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

/** What a client of a cloud throws. */
function clientError(status: number | undefined, retryable = false): Error {
  const fields = { retryable, ...(status === undefined ? {} : { status }) };
  return Object.assign(new Error(`the service answered ${status ?? "nothing"}`), fields);
}

type LookUp = "findImages" | "findFlavors" | "findNetworks" | "findSubnets";
const LOOK_UPS: readonly [LookUp, string][] = [
  ["findImages", "image"],
  ["findFlavors", "compute"],
  ["findNetworks", "network"],
  ["findSubnets", "network"],
];
const FAILURES = LOOK_UPS.flatMap(([lookUp, service]) =>
  [undefined, 401, 403, 500].map((status) => ({ lookUp, service, status })),
).filter(({ lookUp, status }) => lookUp !== "findImages" || status !== 403);

describe("a service of the cloud", () => {
  const request = { fixedNetwork: "private", fixedSubnet: "private-subnet" };

  // api.md 1.5: 403 `{client} connection failed. {msg}`
  it.each(FAILURES)(
    "is named when $lookUp is answered with $status",
    async ({ lookUp, service, status }) => {
      const bench = managerBench();
      const retryable = status === undefined || status === 500;
      bench.cloud.refusals.set(lookUp, clientError(status, retryable));
      await expect(bench.template(request)).rejects.toMatchObject({
        code: "JRB_CLOUD_UNAVAILABLE",
        retryable,
        details: { service, reason: `reason: the service answered ${status ?? "nothing"}` },
      });
    },
  );

  // api.md 3.3: forbidden => 403
  it("that forbids one image forbids that image", async () => {
    const bench = managerBench();
    bench.cloud.refusals.set("findImages", clientError(403));
    await expect(bench.template()).rejects.toMatchObject({
      code: "JRB_NOT_AUTHORIZED",
      details: { image: "debian" },
    });
  });

  it("that cannot be asked for a name has nothing of that name", async () => {
    const bench = managerBench();
    bench.cloud.refusals.set("findNetworks", clientError(400));
    await expect(bench.template()).rejects.toMatchObject({
      code: "JRB_EXTERNAL_NETWORK_NOT_FOUND",
    });
  });

  it("that fails after the cluster's template was found stores nothing", async () => {
    const bench = managerBench();
    await bench.template({ keypairId: "testkey" });
    bench.cloud.refusals.set("findKeypairs", clientError(503, true));
    await expect(bench.create()).rejects.toMatchObject({ code: "JRB_CLOUD_UNAVAILABLE" });
    expect(await bench.manager.clusters.list()).toEqual([]);
  });

  it("is not blamed for a fault of ours", async () => {
    const bench = managerBench();
    bench.cloud.refusals.set("findFlavors", new TypeError("x is not a function"));
    await expect(bench.template()).rejects.toBeInstanceOf(TypeError);
  });

  it("that lets nobody in is Keystone", async () => {
    const bench = managerBench();
    await bench.template();
    bench.cloud.connectAs = () => Promise.reject(clientError(401));
    await expect(
      bench.manager.as(alice).clusters.create({ clusterTemplateId: "template" }),
    ).rejects.toMatchObject({ code: "JRB_CLOUD_UNAVAILABLE", details: { service: "identity" } });
  });

  it("that cannot say whether a project is served is not taken for a refusal", async () => {
    const bench = managerBench();
    await bench.template();
    bench.cloud.connectFor = () => Promise.reject(clientError(undefined, true));
    await expect(bench.create()).rejects.toMatchObject({
      code: "JRB_CLOUD_UNAVAILABLE",
      details: { service: "identity" },
    });
    bench.cloud.connectFor = () => Promise.reject(clientError(403));
    await expect(bench.create()).rejects.toMatchObject({ code: "JRB_PROJECT_NOT_SERVED" });
  });
});
